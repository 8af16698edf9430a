import Analysis
import Foundation
import Record
import Reporting

/// `compare --baseline DIR --compare DIR`: two stored runs held against each other; nothing is started.
struct StoredRuns: Request {
  private let baseline: URL
  private let compare: URL
  /// Differences up to these shares do not matter, by family, where they are not what the runs say.
  private let deltas: [Key<Family>: Double]
  private let isForced: Bool

  /// What was asked; nil when runs are to be measured. Throws a `UsageError` for half of a question, and for
  /// flags of measuring.
  init?(_ arguments: Arguments) throws {
    guard StoredRunsFlags.all.contains(where: arguments.isGiven) else { return nil }
    guard let baseline = try arguments[StoredRunsFlags.baseline],
      let compare = try arguments[StoredRunsFlags.compare]
    else {
      throw UsageError(
        "--baseline, --compare and --force are about two stored runs: "
          + "give both --baseline DIR and --compare DIR"
      )
    }
    let useful = [CompareFlags.delta.name, CompareFlags.latencyDelta.name, Flag.json.name]
    guard arguments.operands.isEmpty else {
      throw UsageError(
        "stored runs have their frameworks; leave out \(arguments.operands.joined(separator: " "))")
    }
    if let flag = CompareFlags.all.first(where: { !useful.contains($0.name) && arguments.isTyped($0) }) {
      throw UsageError(
        "--\(flag.name) is about measuring, --baseline and --compare about stored runs; "
          + "leave one of them out"
      )
    }
    self.baseline = baseline
    self.compare = compare
    var deltas: [Key<Family>: Double] = [:]
    for family in [.capacity, .events, .messages, .held, .flows] as [Key<Family>] {
      deltas[family] = try arguments.given(CompareFlags.delta)
    }
    deltas[.latency] = try arguments.given(CompareFlags.latencyDelta)
    self.deltas = deltas
    isForced = arguments[StoredRunsFlags.force]
  }

  /// Reads and compares them. Throws a `RunStore.Failure` or a `RunComparison.Refusal`.
  func run(in context: Context) throws -> Outcome {
    let comparison = try RunComparison(
      of: RunStore.read(compare), against: RunStore.read(baseline), deltas: deltas, isForced: isForced)
    return Outcome(answer: Answer(comparison) { RunComparisonText.text($0, style: $1) })
  }
}
