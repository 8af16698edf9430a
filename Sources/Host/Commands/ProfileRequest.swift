import AdapterProtocol
import Analysis
import Contract
import Foundation
import Orchestration
import Record

/// What was asked of `profile`, understood and checked, before any adapter is started.
struct ProfileRequest: Sendable {
  /// Blocks without a framework to compare with: enough for an interval.
  private static let usualRounds = 5

  /// A stored run to hold the profile against; nil: none, or a framework.
  let storedBaseline: StoredRun?
  /// Seconds of load under the profiler; nil: no flame graphs.
  let flamegraphSeconds: Double?
  private let name: String
  private let baselineName: String?
  private let cells: CellsRequest
  private let rounds: Int?
  private let isForced: Bool

  /// Reads the flags; throws a `UsageError` that names what is wrong, or why the baseline cannot be read.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    guard let names = try arguments.list(ProfileFlags.framework) else {
      throw UsageError("profile needs --framework, e.g. --framework python; see `harness adapters list`")
    }
    guard names.count == 1 else {
      throw UsageError(
        "profile takes one framework, got \(names.joined(separator: ", ")); `harness compare` takes several, and "
          + "--baseline a second one")
    }
    name = names[0]
    cells = try CellsRequest(arguments, catalogue: catalogue, command: "profile")
    rounds = try arguments.integer(ProfileFlags.rounds, in: 1...1000)
    let seconds = try arguments.number(ProfileFlags.flamegraphDuration, in: 0.05...3600)
    let draws = arguments.has(ProfileFlags.flamegraph)
    guard draws || seconds == nil else {
      throw UsageError("--flamegraph-duration is about --flamegraph, which is missing")
    }
    flamegraphSeconds = draws ? seconds ?? 5 : nil
    let baseline = arguments.text(ProfileFlags.baseline)
    let folder = baseline.map { URL(filePath: $0) }
    let isStored =
      folder.map { FileManager.default.fileExists(atPath: $0.appending(path: "run.json").path) } ?? false
    storedBaseline = try isStored ? folder.map(ResultStore.read) : nil
    baselineName = isStored ? nil : baseline
    isForced = arguments.has(StoredRuns.force)
    guard isStored || !isForced else {
      throw UsageError("--force is about a stored run as --baseline, which is missing")
    }
  }

  /// The complete plan: the framework, and after it the one it is held against.
  func plan(on fleet: AdapterFleet) async throws -> Plan {
    let framework = try await framework(name, ProfileFlags.framework, on: fleet)
    guard let baselineName else {
      let plan = plan([framework], rounds: Self.usualRounds)
      try storedBaseline.map { try check($0.run.plan, against: plan) }
      return plan
    }
    let baseline: Plan.Framework
    do { baseline = try await self.framework(baselineName, ProfileFlags.baseline, on: fleet) } catch let error
      as AdapterError
    {
      guard case .unknownFramework = error else { throw error }
      throw UsageError("--baseline \(baselineName) is no folder with a stored run, and: \(error)")
    }
    guard baseline != framework else {
      throw UsageError("--baseline \(baselineName) is the framework that is profiled; name another one")
    }
    return plan(
      [framework, baseline], rounds: Comparison.roundsAdvised(pairs: 1, workloads: cells.workloads.count))
  }

  /// As many blocks as were asked for, or `usual`; ratios are relative to the last framework, and matter from 3 % on.
  private func plan(_ frameworks: [Plan.Framework], rounds usual: Int) -> Plan {
    let rounds = rounds ?? usual
    return cells.plan(
      frameworks, reference: frameworks[frameworks.count - 1].name, rounds: rounds, delta: 0.03,
      stopping: Plan.Stopping(
        minimumRounds: rounds, minimumLatencyRounds: nil,
        timeBudgetSeconds: BlocksRequest.usualBudgetSeconds, isHard: false))
  }

  private func framework(_ name: String, _ flag: Flag, on fleet: AdapterFleet) async throws -> Plan.Framework
  {
    let named = try await fleet.frameworks(named: name)
    guard named.count == 1 else {
      let all = named.map(\.name).joined(separator: ", ")
      throw UsageError("--\(flag.name) \(name) stands for \(all); name one of them")
    }
    return named[0]
  }

  /// Whether a stored baseline has anything to be held against; throws what is missing before time is spent on measuring.
  private func check(_ baseline: Plan, against plan: Plan) throws {
    let (known, name) = (baseline.frameworks.map(\.name), plan.frameworks[0].name)
    guard known.contains(name) else {
      throw UsageError("the run of --baseline has no \(name), only \(known.joined(separator: ", "))")
    }
    guard !Set(baseline.workloads.map(\.name)).isDisjoint(with: plan.workloads.map(\.name)) else {
      throw UsageError(
        "the run of --baseline has none of these workloads, only "
          + "\(baseline.workloads.map(\.name).joined(separator: ", ")); choose some with --workloads")
    }
    let differences = RunDifference.loads(between: baseline, and: plan)
    guard isForced || differences.isEmpty else { throw RunComparison.Refusal.loadDiffers(differences) }
  }
}
