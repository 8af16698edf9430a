import Analysis
import Foundation
import Record

/// The run in a sentence, and what that rests on in another.
struct Headline {
  private let model: PageModel

  init(_ model: PageModel) { self.model = model }

  /// Who is ahead by the first question, and by how much.
  var sentence: String {
    guard let question = model.questions.first, let standing = question.standing,
      model.findings.isCompared
    else { return "\(model.reference), measured alone" }
    let measure = question.measure.title
    let better = model.ranked.filter { standing.pair($0, over: model.reference)?.verdict == .faster }
    guard let best = better.first, let ratio = ratio(best, standing) else {
      return isLast(standing)
        ? "\(model.reference) has the \(question.superlative) \(measure) of \(model.participants.count)"
        : "Nobody is known to be better than \(model.reference) by \(measure)"
    }
    let least = isLowerBound(best, question) ? "at least " : ""
    let start = "\(best) has \(least)\(ratio) times the \(measure) of \(model.reference)"
    let others = model.ranked.filter { $0 != best && $0 != model.reference }
    guard others.count == 1 else {
      return others.isEmpty ? start : "\(start), the \(question.superlative) of \(model.participants.count)"
    }
    return self.ratio(others[0], standing).map { "\(start); \(others[0]) \($0) times" } ?? start
  }

  /// Whether the reference is better than everybody else.
  private func isLast(_ standing: Standing) -> Bool {
    model.participants.filter { $0 != model.reference }.allSatisfy {
      standing.pair($0, over: model.reference)?.verdict == .slower
    }
  }

  private func ratio(_ participant: Key<Participant>, _ standing: Standing) -> String? {
    standing.rows.first { $0.participant == participant }?.ratio.map(Figures.short)
  }

  private func isLowerBound(_ participant: Key<Participant>, _ question: Question) -> Bool {
    question.contests.contains {
      $0.point.cell(participant)?.figures[question.measure.id]?.isLowerBound ?? false
    }
  }

  /// What the sentence rests on.
  var basis: String {
    guard let question = model.questions.first, let standing = question.standing else { return "" }
    let rows = standing.rows.filter { $0.participant != model.reference && $0.ratio != nil }
    let intervals = RankedStandings.sorted(rows, by: question.measure).prefix(3).compactMap { row in
      row.interval.map { "\(row.participant) \(Figures.short($0.low))–\(Figures.short($0.high))" }
    }
    let interval = intervals.isEmpty ? "" : "; 95 % intervals: \(intervals.joined(separator: ", "))"
    let conditions = Figures.count(rows.map(\.conditions).max() ?? 0, "condition")
    let sentence =
      "Geometric means of ratios over \(conditions), from \(Figures.count(question.family.method.blocks, "block")) in random order\(interval)."
    return [sentence, missing(question)].compactMap(\.self).joined(separator: " ")
  }

  /// How many cells have no number; nil: all have.
  private func missing(_ question: Question) -> String? {
    let cells = question.contests.flatMap(\.point.cells)
    let without = cells.count { $0.figures[question.measure.id] == nil }
    return without == 0
      ? nil : "\(Figures.count(without)) of \(Figures.count(cells.count, "cell")) have no number."
  }

  /// Where, when and what.
  var origin: String {
    let run = model.record.run
    let machine = run.environment
    let date = run.startedAt.formatted(.iso8601.year().month().day())
    let conditions = Set(model.comparison.families.flatMap(\.points).map(\.condition.workload)).count
    let processor = machine.cpuModel.map { "\($0), " } ?? ""
    return [
      "Run \(run.id)", date, Figures.count(model.participants.count, "participant"),
      Figures.count(conditions, "workload"),
      "\(processor)\(Figures.count(machine.cpus.count, "CPU"))\(machine.virtualised ? ", virtual machine" : "")",
    ].joined(separator: " · ")
  }
}
