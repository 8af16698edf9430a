import Record
import Statistics

/// A run's trials, looked up by framework, workload, offered rate and block.
struct Observations {
  private struct Place: Hashable {
    let framework: String
    let workload: String
    /// nil: the closed loop of the capacity half.
    let rate: Double?
  }

  private let trials: [Place: [Trial]]
  private let conformance: [ConformanceRecord]
  private let counters: Set<String>
  private let plan: Plan
  private var tolerated: [String] { plan.toleratedGates ?? [] }

  init(of stored: StoredRun) {
    trials = Dictionary(grouping: stored.trials.sorted { $0.block < $1.block }) {
      Place(framework: $0.framework, workload: $0.workload, rate: $0.offeredRate)
    }
    conformance = stored.run.conformance
    counters = Set(stored.run.metrics.filter { $0.kind == "counter" }.map(\.name))
    plan = stored.run.plan
  }

  private func trials(_ framework: String, _ workload: String, _ rate: Double? = nil) -> [Trial] {
    trials[Place(framework: framework, workload: workload, rate: rate)] ?? []
  }

  /// Whether any trial of a cell gave figures, valid or not.
  func hasLoad(_ framework: String, _ workload: String, _ rate: Double?) -> Bool {
    trials(framework, workload, rate).contains { $0.load != nil }
  }

  /// The trials of the capacity half that are observations.
  func valid(_ framework: String, _ workload: String) -> [Trial] {
    trials(framework, workload).filter { $0.isValid(tolerating: tolerated) }
  }

  private func refusal(_ framework: String, _ workload: String) -> ConformanceRecord? {
    conformance.first {
      $0.framework == plan.original(of: framework) && ($0.workload == workload || $0.workload == nil)
        && !$0.passed
    }
  }

  /// All that is known of a cell.
  func cell(_ framework: String, _ workload: String) -> Cell {
    Cell(
      framework: framework, workload: workload, trials: trials(framework, workload),
      conformance: refusal(framework, workload), counters: counters, tolerated: tolerated)
  }

  /// The same at an offered rate.
  func latencyCell(_ framework: String, _ workload: String, _ rate: Double) -> LatencyCell {
    LatencyCell(
      framework: framework, workload: workload, rate: rate, trials: trials(framework, workload, rate),
      conformance: refusal(framework, workload), tolerated: tolerated)
  }

  /// Answers per second by framework and block; only blocks that gave a number and passed the gates.
  func throughput(_ workload: String) -> [String: [Int: Double]] {
    values { framework in
      trials(framework, workload).map { ($0, $0.load?.requestsPerSecond) }
    }
  }

  /// The 99th percentile of the latency in nanoseconds at an offered rate, by framework and block.
  func p99(_ workload: String, _ rate: Double) -> [String: [Int: Double]] {
    values { framework in trials(framework, workload, rate).map { ($0, $0.p99) } }
  }

  private func values(_ numbers: (String) -> [(Trial, Double?)]) -> [String: [Int: Double]] {
    Dictionary(
      uniqueKeysWithValues: plan.participants.map { participant in
        let observed = numbers(participant.name).compactMap { trial, number -> (Int, Double)? in
          guard trial.isValid(tolerating: tolerated), let number, number > 0 else { return nil }
          return (trial.block, number)
        }
        return (participant.name, Dictionary(observed) { first, _ in first })
      })
  }
}

extension Trial {
  /// The 99th percentile of the latency in nanoseconds; nil with fewer requests than that takes.
  var p99: Double? {
    guard let latency = load?.latency, latency.count >= Percentiles.requestsForP99 else { return nil }
    return latency.percentile(99).map { Double($0) }
  }
}
