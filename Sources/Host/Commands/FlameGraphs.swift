import AdapterProtocol
import Analysis
import Orchestration
import Record
import Reporting

/// The flame graphs of a run's first framework, as far as they could be made.
struct FlameGraphs {
  /// The stacks by workload.
  private(set) var folded: [String: String] = [:]
  private var graphs: [String: Profile.FlameGraph] = [:]
  private var reasons: [String: String] = [:]
  /// What holds for a workload that was not tried.
  private let otherwise: String

  /// Profiles every workload that gave numbers, if it was asked for; tells where that was impossible, and why.
  init(
    of stored: StoredRun, _ comparison: Comparison, _ request: ProfileRequest, on fleet: AdapterFleet,
    _ arguments: Arguments, _ context: Context
  ) async throws {
    guard let seconds = request.flamegraphSeconds else {
      otherwise = "not asked for; --flamegraph does"
      return
    }
    otherwise = "there was no number to explain, or the run was stopped"
    let plan = stored.run.plan
    let framework = plan.frameworks[0]
    let workloads = comparison.workloads.filter { workload in
      workload.cells.contains { $0.framework == framework.name && $0.throughput != nil }
    }
    let progress = Progress(plan, output: context.output, quiet: arguments.has(CompareFlags.quiet))
    let pass = ProfilerPass(plan, on: fleet, catalogue: try context.catalogue(), seconds: seconds)
    let outcomes = try await pass.run(framework, workloads.map(\.name)) { progress.show($0) }
    progress.finish()
    for (workload, outcome) in outcomes { add(workload, outcome) }
    for reason in Set(reasons.values).sorted() { context.output.complain("no flame graph: \(reason)") }
  }

  private mutating func add(_ workload: String, _ outcome: Result<ProfilerPass.Recording, Trial.Failure>) {
    do {
      let recording = try outcome.get()
      let (profiler, stacks) = (recording.profiler, recording.stacks)
      let parsed = try FoldedStacks(stacks.folded)
      guard parsed.total > 0 else {
        reasons[workload] = (["\(profiler.profiler) took no sample"] + stacks.notes).joined(separator: "; ")
        return
      }
      folded[workload] = stacks.folded
      graphs[workload] = Profile.FlameGraph(
        of: workload, profiler: profiler.profiler, unit: profiler.unit,
        intervalNanoseconds: profiler.intervalNanoseconds, samples: stacks.samples, lost: stacks.lost,
        notes: stacks.notes, requestsPerSecond: recording.requestsPerSecond,
        hottest: parsed.hottest(3).map { .init(frame: $0.frame, share: $0.share) })
    } catch let failure as Trial.Failure {
      reasons[workload] = failure.reason
    } catch {
      reasons[workload] = "\(error)"
    }
  }

  /// What became of a workload's graph.
  func outcome(_ workload: String) -> Profile.Flames {
    if let graph = graphs[workload] { return .drawn(graph) }
    return .missing(reason: reasons[workload] ?? otherwise)
  }
}
