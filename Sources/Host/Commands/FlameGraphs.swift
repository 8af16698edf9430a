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

  /// Loads what has numbers once more, under the profiler, when that was asked for.
  init(
    of record: RunRecord, _ comparison: Comparison, _ request: ProfileRequest, on fleet: AdapterFleet,
    _ context: Context
  ) async throws {
    guard let seconds = request.flamegraphSeconds else {
      otherwise = "not asked for; --flamegraph does"
      return
    }
    otherwise = "there was no number to explain, or the run was stopped"
    let plan = record.plan
    guard let participant = plan.compared.first, let family = comparison.families.first else { return }
    let measured = family.points.filter { $0.cell(participant.id)?.state == .measured }.map(\.condition)
    let progress = Progress(plan, output: context.output, quiet: request.isQuiet)
    let pass = FlameGraphPass(
      plan, on: fleet, catalogue: try context.catalogue(), driver: LoadDriver(plan.load), seconds: seconds)
    let outcomes = try await pass.run(participant, measured.map(\.workload), telling: progress)
    progress.finish()
    for condition in measured { outcomes[condition.workload].map { add(condition.id, $0) } }
    for reason in Set(reasons.values).sorted() { context.output.complain("no flame graph: \(reason)") }
  }

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
