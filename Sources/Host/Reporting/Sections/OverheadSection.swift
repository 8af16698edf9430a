import Analysis
import Record
import Statistics

/// What validation and open connections cost.
enum OverheadSection {
  static let validation = section(of: .validation)
  static let openConnections = section(of: .openConnections)

  private static func section(of cause: Overhead.Cause) -> Section {
    { all(of: cause, $0) }
  }

  private static func all(of cause: Overhead.Cause, _ findings: Findings) -> [Block]? {
    let overheads = findings.comparison.overheads.filter { $0.cause == cause }
    guard !overheads.isEmpty else { return nil }
    return [
      .heading(2, Text(cause.title)),
      .text(
        "\(cause.pair), the same requests, paired block by block, with Student's 95 % intervals; nothing is tested here."
      ), .table(findings.isCrowded ? means(overheads, findings) : table(overheads, findings)),
    ]
  }

  /// A row per pair of conditions and measure, a column per participant.
  private static func table(_ overheads: [Overhead], _ findings: Findings) -> Table {
    let participants = findings.comparison.participants
    var table = Table(
      columns: [("condition", .left), ("measure", .left)] + participants.map { ("\($0)", .right) })
    for subject in overheads.map(\.subject).unique {
      for measure in overheads.map(\.measure).unique {
        let own = overheads.filter { $0.subject == subject && $0.measure == measure }
        let cells = participants.map { participant in
          own.first { $0.participant == participant }.map(words) ?? "n/a"
        }
        table.append([findings.names[subject], findings.names[measure]] + cells)
      }
    }
    return table
  }

  private static func words(_ overhead: Overhead) -> String {
    let range = overhead.interval.map { " [\(Figures.change($0.low)), \(Figures.change($0.high))]" }
    return Figures.change(overhead.ratio) + (range ?? "")
  }

  /// A row per participant: geometric means over its pairs of conditions.
  private static func means(_ overheads: [Overhead], _ findings: Findings) -> Table {
    let measures = overheads.map(\.measure).unique
    var table = Table(
      columns: [("participant", .left), ("pairs of conditions", .right)]
        + measures.map { ("\(findings.names[$0]), geometric mean", .right) })
    for participant in findings.comparison.participants {
      let own = overheads.filter { $0.participant == participant }
      let cells = measures.map { measure in
        geometricMean(own.filter { $0.measure == measure }.map(\.ratio)).map(Figures.change) ?? "n/a"
      }
      table.append(["\(participant)", "\(own.map(\.subject).unique.count)"] + cells)
    }
    return table
  }
}

extension Overhead.Cause {
  /// What it costs, as a heading.
  var title: String {
    switch self {
    case .validation: "What validation costs"
    case .openConnections: "What open connections cost"
    }
  }

  /// What is held against what.
  var pair: String {
    switch self {
    case .validation: "The validated route over the raw one"
    case .openConnections: "Beside open connections over alone"
    }
  }
}
