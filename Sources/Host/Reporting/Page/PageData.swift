import Analysis
import Foundation
import Record
import Statistics

/// What the page's script draws other measures and references from: everybody's observations, and what may be said of whom.
struct PageData: Encodable {
  struct Participant: Encodable {
    let name: String
    let look: String
    let shape: String
  }

  struct Condition: Encodable {
    let id: String
    let label: String
    let category: String
    let summary: String
    /// The cells' files, by participant.
    let files: [String]
    /// What cells tell besides, by participant, as titles and texts; nil where that would be too much: it is in the files.
    let figures: [[[String]]]?
  }

  struct Question: Encodable {
    let title: String
    let goal: String
    /// 1: more is better; -1: less is.
    let better: Int
    let delta: Double
    let points: [Point]
  }

  struct Point: Encodable {
    let condition: Int
    /// How far apart the reference and its twin may be; nil without one.
    let resolution: String?
    /// Who is better than every other; nil: nobody.
    let winner: Int?
    /// What cells say, by participant; nil: they have no number.
    let texts: [String?]
    /// Why there is no number, by participant; nil where there is one.
    let reasons: [String?]
    /// Observations by participant, in the order of the blocks; nil where there is none.
    let values: [[Double?]]
    /// By reference, a letter of `Verdict` for each participant; a blank where the two were not compared.
    let verdicts: [String: String]
  }

  struct Verdict: Encodable {
    let letter: String
    let name: String
    let mark: String
    let words: String
    /// Whether something may be said.
    let isDecided: Bool
  }

  let run: String
  let date: String
  let machine: String
  let reference: Int
  let isDense: Bool
  let participants: [Participant]
  let conditions: [Condition]
  let questions: [Question]
  let verdicts: [Verdict]
  /// What Student's intervals of 95 % take, by the number of blocks, from 2 on.
  let quantiles: [Double]
  /// Fewer blocks have no interval.
  let fewestBlocks: Int
}

extension PageData {
  init(_ model: PageModel) {
    let points = model.comparison.families.flatMap(\.points)
    let indices = Dictionary(points.enumerated().map { ($1.condition.id, $0) }) { first, _ in first }
    let paths = Exporters.cellPaths(model.comparison, of: model.record)
    run = model.record.run.id
    date = model.record.run.startedAt.formatted(.iso8601.year().month().day())
    machine = model.record.run.environment.machineKey ?? ""
    reference = model.participants.firstIndex(of: model.reference) ?? 0
    isDense = model.isDense
    participants = model.participants.map { participant in
      let look = model.looks[participant]
      return Participant(name: participant.rawValue, look: look.name, shape: look.shape.id)
    }
    conditions = points.map { point in Condition(point, paths, model) }
    questions = model.questions.map { Question($0, indices, model) }
    verdicts = Pair.Verdict.allCases.map { verdict in
      Verdict(
        letter: verdict.letter, name: verdict.rawValue, mark: verdict.mark, words: verdict.words,
        isDecided: verdict.isDecided)
    }
    let most = questions.flatMap(\.points).flatMap(\.values).map(\.count).max() ?? 0
    quantiles = (1..<max(2, most)).map { StudentT(degreesOfFreedom: Double($0)).quantile(0.975) }
    fewestBlocks = StepDownSignFlip.fewestBlocks
  }

  /// As JSON that can stand within a page.
  func json() throws -> HTML {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(self), as: UTF8.self)
    return .verbatim(text.replacing("<", with: "\\u003c"))
  }
}

extension PageData.Condition {
  fileprivate init(_ point: Point, _ paths: [CellPlace: String], _ model: PageModel) {
    let condition = point.condition
    id = condition.id.rawValue
    label = condition.label
    category = model.category(condition)
    summary = model.workload(condition)?.summary ?? ""
    files = point.cells.map { paths[CellPlace($0)] ?? "" }
    let family = model.comparison.families.first { $0.points.contains { $0.condition.id == condition.id } }
    let measures = family.map { model.findings.names.measures(of: $0.family) } ?? []
    figures =
      model.isDense
      ? nil
      : point.cells.map { cell in
        measures.compactMap { measure in
          cell.figures[measure.id].map { [measure.title, measure.text($0)] }
        } + (cell.parts ?? []).flatMap(Self.figures)
      }
  }

  /// What a part of a mix tells.
  private static func figures(of part: PartSummary) -> [[String]] {
    let times = PartSection.measures.compactMap { measure in
      part.latencies[measure].map { ["\(part.name): \(measure)", Figures.time($0)] }
    }
    return [["\(part.name): requests/s", Figures.rate(part.perSecond) + "/s"]] + times
  }
}

extension PageData.Question {
  fileprivate init(_ question: Question, _ indices: [Key<Condition>: Int], _ model: PageModel) {
    title = model.title(question)
    goal = question.measure.goal
    better = question.measure.better == .lower ? -1 : 1
    delta = question.family.method.delta
    points = question.contests.map { point, contest in
      PageData.Point(point, contest, question.measure, indices, model)
    }
  }
}

extension PageData.Point {
  /// Digits that are enough to draw with.
  private static let digits = 5

  fileprivate init(
    _ point: Point, _ contest: Contest, _ measure: Measure, _ indices: [Key<Condition>: Int],
    _ model: PageModel
  ) {
    let participants = model.participants
    condition = indices[point.condition.id] ?? 0
    resolution = contest.twin?.resolution.map(Figures.percent)
    winner = contest.winner.flatMap(participants.firstIndex)
    texts = point.cells.map { cell in cell.figures[measure.id].map(measure.text) }
    reasons = point.cells.map { cell in
      cell.figures[measure.id] == nil
        ? "\(cell.stateWords): \(cell.reason?.words(model.findings.names, cell.gates) ?? "")" : nil
    }
    let blocks = participants.map { participant in
      model.table[participant, point.condition.id].filter(\.isObservation).compactMap { entry in
        entry.trial.figures[measure.id].flatMap { $0 > 0 ? (entry.trial.block, $0) : nil }
      }
    }
    let count = (blocks.flatMap { $0.map(\.0) }.max() ?? -1) + 1
    values = blocks.map { observed in
      observed.reduce(into: [Double?](repeating: nil, count: count)) { $0[$1.0] = Self.rounded($1.1) }
    }
    let pairs = Dictionary(contest.pairs.map { ([$0.a, $0.b], $0.verdict) }) { first, _ in first }
    let compared = Set(contest.pairs.flatMap { [$0.a, $0.b] })
    verdicts = participants.enumerated().reduce(into: [:]) { all, reference in
      guard compared.contains(reference.element) else { return }
      let letters = participants.map { participant -> String in
        let verdict =
          pairs[[participant, reference.element]] ?? pairs[[reference.element, participant]]?.reversed
        return verdict?.letter ?? " "
      }
      all["\(reference.offset)"] = letters.joined()
    }
  }

  /// A number with as many digits as are enough.
  private static func rounded(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return value }
    let scale = pow(10, Double(digits - 1) - log10(value).rounded(.down))
    return (value * scale).rounded() / scale
  }
}

extension Pair.Verdict {
  /// Whether something may be said.
  var isDecided: Bool { !isOpen && self != .unsteady }

  /// One letter that stands for it.
  fileprivate var letter: String {
    switch self {
    case .faster: "f"
    case .slower: "s"
    case .equivalent: "e"
    case .inconclusive: "i"
    case .tooNoisy: "n"
    case .needsBlocks: "b"
    case .unsteady: "u"
    }
  }
}
