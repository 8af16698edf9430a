import AdapterProtocol
import Analysis
import Orchestration
import Record
import Reporting

/// The flame graphs of a run's first framework, as far as they could be made.
struct FlameGraphs {
  /// The folded stacks by condition.
  private(set) var folded: [Key<Condition>: String] = [:]
  private var graphs: [Key<Condition>: Profile.FlameGraph] = [:]
  private var reasons: [Key<Condition>: String] = [:]
  private let otherwise: String

  /// What the profiler recorded under these conditions; nil: it was not asked for.
  init(
    _ outcomes: [Key<Plan.Workload>: Result<FlameGraphPass.Recording, Trial.Failure>]?,
    under conditions: [Condition]
  ) {
    otherwise =
      outcomes == nil
      ? "not asked for; --flamegraph does" : "there was no number to explain, or the run was stopped"
    for condition in conditions { outcomes?[condition.workload].map { add(condition.id, $0) } }
  }

  /// Why there are graphs that could not be drawn, each reason once.
  var problems: [String] { Set(reasons.values).sorted() }

  private mutating func add(
    _ condition: Key<Condition>, _ outcome: Result<FlameGraphPass.Recording, Trial.Failure>
  ) {
    do {
      let recording = try outcome.get()
      let (profiler, stacks) = (recording.profiler, recording.stacks)
      let parsed = try FoldedStacks(stacks.folded)
      guard parsed.total > 0 else {
        reasons[condition] = (["\(profiler.profiler) took no sample"] + stacks.notes).joined(separator: "; ")
        return
      }
      folded[condition] = stacks.folded
      graphs[condition] = Profile.FlameGraph(
        of: condition, profiler: profiler.profiler, unit: profiler.unit,
        intervalNanoseconds: profiler.intervalNanoseconds, samples: stacks.samples, lost: stacks.lost,
        notes: stacks.notes, requestsPerSecond: recording.requestsPerSecond,
        hottest: parsed.hottest(3).map { .init(frame: $0.frame, share: $0.share) })
    } catch let failure as Trial.Failure {
      reasons[condition] = failure.reason
    } catch {
      reasons[condition] = "\(error)"
    }
  }

  /// What became of a condition's graph.
  func outcome(_ condition: Key<Condition>) -> Profile.Flames {
    if let graph = graphs[condition] { return .drawn(graph) }
    return .missing(reason: reasons[condition] ?? otherwise)
  }
}
