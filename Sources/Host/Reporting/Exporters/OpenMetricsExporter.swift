import Analysis
import Foundation
import Record

/// `openmetrics.txt`: what cells and pairs say as gauges of the OpenMetrics text format, for dashboards.
struct OpenMetricsExporter: FileExporter {
  let fileName = "openmetrics.txt"

  func render(_ comparison: Comparison, of record: RunRecord) throws -> Data {
    let findings = Findings(comparison, record)
    let families = [run(findings)] + values(findings) + ratios(findings)
    return Data((families.map(\.text).joined() + "# EOF\n").utf8)
  }

  private func run(_ findings: Findings) -> MetricFamily {
    let run = findings.record.run
    var family = MetricFamily(
      name: "harness_run", kind: .info, unit: nil, help: "The run, and where it took place.")
    family.add(
      [
        ("run", run.id), ("version", run.harnessVersion), ("reference", "\(findings.reference)"),
        ("commit", run.environment.git?.commit ?? ""), ("machine", run.environment.machineKey ?? ""),
      ], 1)
    return family
  }

  /// A family of metrics for each measure that anybody has a value of.
  private func values(_ findings: Findings) -> [MetricFamily] {
    let cells = findings.comparison.families.flatMap { family in
      family.points.flatMap { point in point.allCells.map { (family: family, point: point, cell: $0) } }
    }
    return findings.plan.measures.compactMap { measure in
      let unit = BaseUnit(measure.unit)
      var family = MetricFamily(
        name: "harness_\(MetricFamily.word("\(measure.id)"))", kind: .gauge, unit: unit.name,
        help: "\(measure.goal), over all blocks.")
      for (of, point, cell) in cells {
        guard let figure = cell.figures[measure.id] else { continue }
        family.add(place(of, point, cell.participant), figure.value * unit.factor)
      }
      return family.isEmpty ? nil : family
    }
  }

  /// Ratios to the reference, the ends of their intervals, and what may be said.
  private func ratios(_ findings: Findings) -> [MetricFamily] {
    func family(_ end: String, _ help: String, kind: MetricFamily.Kind = .gauge) -> MetricFamily {
      MetricFamily(name: "harness_\(end)", kind: kind, unit: kind == .gauge ? "ratio" : nil, help: help)
    }
    var middle = family("compared", "A participant's value over the reference's.")
    var low = family("compared_low", "The lower end of the ratio's 95 % interval.")
    var high = family("compared_high", "The upper end of the ratio's 95 % interval.")
    var verdict = family("verdict", "What may be said of a participant beside the reference.", kind: .info)
    for own in findings.comparison.families {
      for point in own.points {
        for contest in point.contests {
          for pair in contest.pairs where pair.b == findings.reference {
            let labels = place(own, point, pair.a) + [("measure", "\(contest.measure)")]
            middle.add(labels, pair.ratio)
            if let interval = pair.interval {
              low.add(labels, interval.low)
              high.add(labels, interval.high)
            }
            verdict.add(labels + [("verdict", pair.verdict.rawValue)], 1)
          }
        }
      }
    }
    return [middle, low, high, verdict].filter { !$0.isEmpty }
  }

  private func place(
    _ family: FamilyComparison, _ point: Point, _ participant: Key<Participant>
  ) -> [(String, String)] {
    [
      ("family", "\(family.family)"), ("condition", "\(point.condition.id)"),
      ("workload", "\(point.condition.workload)"), ("participant", "\(participant)"),
    ]
  }
}

/// Metrics of one name.
private struct MetricFamily {
  enum Kind: String { case gauge, info }

  private let name: String
  private let kind: Kind
  private let head: String
  private var samples: [String] = []

  init(name: String, kind: Kind, unit: String?, help: String) {
    let name = unit.map { "\(name)_\($0)" } ?? name
    let unitLine = unit.map { "# UNIT \(name) \($0)\n" } ?? ""
    head = "# TYPE \(name) \(kind.rawValue)\n\(unitLine)# HELP \(name) \(Self.escaped(help))\n"
    (self.name, self.kind) = (name, kind)
  }

  var isEmpty: Bool { samples.isEmpty }

  var text: String { head + samples.joined() }

  mutating func add(_ labels: [(name: String, value: String)], _ value: Double) {
    let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
    let suffix = kind == .info ? "_info" : ""
    samples.append("\(name)\(suffix){\(pairs.joined(separator: ","))} \(kind == .info ? "1" : "\(value)")\n")
  }

  /// The same with what names of metrics have no place for replaced.
  static func word(_ words: String) -> String {
    String(words.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  private static func escaped(_ words: String) -> String {
    words.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\"", with: "\\\"")
  }
}

/// The unit that dashboards expect, and what a value is multiplied by to be in it.
private struct BaseUnit {
  /// nil of what has none.
  let name: String?
  let factor: Double

  init(_ unit: Key<Measure.Units>) {
    (name, factor) =
      switch unit {
      case .nanoseconds: ("seconds", 1e-9)
      case .microseconds: ("seconds", 1e-6)
      case .bytes: ("bytes", 1)
      case .share: ("ratio", 1)
      case .requestsPerSecond: ("requests_per_second", 1)
      case .eventsPerSecond: ("events_per_second", 1)
      case .flowsPerSecond: ("flows_per_second", 1)
      case .count: (nil, 1)
      default: (MetricFamily.word("\(unit)"), 1)
      }
  }
}
