import Analysis
import Record

/// A record and what it says, with what the sections of the page look up in them.
struct PageModel: Sendable {
  let findings: Findings
  let looks: Looks
  /// What participants are compared by; the first is what headlines are about.
  let questions: [Question]
  /// Everybody's blocks.
  let table: BlockTable
  /// Who is compared, the best by the first question first; who has no ratio last.
  let ranked: [Key<Participant>]

  init(_ comparison: Comparison, of record: RunRecord) {
    findings = Findings(comparison, record)
    looks = Looks(of: record.plan.participants)
    questions = Question.all(of: comparison, findings.names)
    table = BlockTable(of: record)
    ranked =
      questions.first.flatMap { question in
        question.standing.map { RankedStandings.sorted($0.rows, by: question.measure).map(\.participant) }
      } ?? comparison.participants
  }

  var comparison: Comparison { findings.comparison }

  var record: RunRecord { findings.record }

  var plan: Plan { findings.plan }

  var reference: Key<Participant> { comparison.reference }

  /// Who is compared, in the plan's order.
  var participants: [Key<Participant>] { comparison.participants }

  /// Whether there is so much that marks are small, titles short and groups closed.
  var isDense: Bool { findings.isCrowded || (questions.first?.contests.count ?? 0) > 14 }

  /// What a question is about, e.g. `p90`; the family is named where it is not the only one with the measure.
  func title(_ question: Question) -> String {
    let same = questions.count { $0.measure.title == question.measure.title }
    return same > 1
      ? "\(question.measure.title) (\(question.family.title.lowercasedFirst))" : question.measure.title
  }

  /// The workload of a condition.
  func workload(_ condition: Condition) -> Plan.Workload? { plan.workload(condition.workload) }

  /// The categories of workloads, in the plan's order.
  var categories: [String] { plan.workloads.map(\.category).unique }

  /// The category's class in style sheets, by which it is filtered.
  func category(_ condition: Condition) -> String {
    let name = workload(condition)?.category ?? ""
    return "c\(categories.firstIndex(of: name) ?? 0)"
  }

  /// Points by category of workload, in the plan's order.
  func byCategory<Item>(_ items: [Item], _ condition: (Item) -> Condition) -> [(name: String, items: [Item])]
  {
    categories.compactMap { name in
      let own = items.filter { workload(condition($0))?.category == name }
      return own.isEmpty ? nil : (name, own)
    }
  }
}

extension PageModel {
  /// What stands for the items of each category; in a large run each in a part that opens, the first of which is open.
  func groups<Item>(
    _ items: [Item], _ condition: (Item) -> Condition, note: ([Item]) -> String = { _ in "" },
    _ html: ([Item]) -> HTML
  ) -> HTML {
    byCategory(items, condition).enumerated().map { index, group -> HTML in
      let body = html(group.items)
      guard isDense else { return body }
      let category = "c\(categories.firstIndex(of: group.name) ?? 0)"
      let open: HTML = index == 0 ? " open" : ""
      return
        "<details class=\"group \(category)\"\(open)><summary>\(group.name) <small>\(note(group.items))</small></summary>\(body)</details>"
    }.joined()
  }

  /// A participant's shape, within text.
  func key(_ participant: Key<Participant>) -> HTML {
    let look = looks[participant]
    return "<svg class=\"key \(look.name)\" aria-hidden=\"true\"><use href=\"#\(look.shape.id)\"/></svg>"
  }

  /// A participant's shape and name; what stands before the last slash is left out where there is little room.
  func name(_ participant: Key<Participant>) -> HTML {
    let name = participant.rawValue
    guard let slash = name.lastIndex(of: "/") else { return "\(key(participant))\(name)" }
    let rest = name.index(after: slash)
    return "\(key(participant))<span class=\"adapter\">\(name[..<rest])</span>\(name[rest...])"
  }

  /// A participant's name without its language.
  func short(_ participant: Key<Participant>) -> String {
    participant.rawValue.split(separator: "/").last.map(String.init) ?? participant.rawValue
  }

  /// The address of what is known of a cell, within the page.
  func address(_ participant: Key<Participant>, _ condition: Key<Condition>) -> String {
    "cell=\(participant)/\(condition)"
  }
}

/// A part of the page. Its title says what it found.
struct PageSection {
  /// The section's address within the page, e.g. `ratios`.
  let id: String
  /// What the bar calls it.
  let name: String
  /// What it found, in a sentence.
  let finding: HTML
  /// How it is to be read.
  let reading: HTML
  let body: HTML
}
