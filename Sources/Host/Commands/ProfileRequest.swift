import AdapterProtocol
import Analysis
import Contract
import Foundation
import Orchestration
import Record

/// What was asked of `profile`, understood and checked, before any adapter is started.
struct ProfileRequest: Sendable {
  /// A stored run to hold the profile against; nil: none, or a framework.
  let storedBaseline: RunRecord?
  /// Seconds of load under the profiler; nil: no flame graphs.
  let flamegraphSeconds: Double?
  /// Who is profiled, and the app of the user's own that it is held against, if it is one.
  let choice: ParticipantChoice
  private let profiledName: String
  /// The name of a framework to hold it against; nil: none, or a stored run.
  let baselineName: String?
  /// The folder of the stored runs.
  let output: URL
  let isQuiet: Bool
  let cells: CellsRequest
  /// Blocks that were asked for; nil: `Rounds.alone`, or what the test needs.
  private let rounds: Int?
  private let budgetSeconds: Double
  private let isForced: Bool

  /// Reads the flags; throws a `UsageError` that names what is wrong, or why the baseline cannot be read.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    choice = try ParticipantChoice(arguments, after: ProfileFlags.framework)
    cells = try CellsRequest(arguments, catalogue: catalogue)
    rounds = try arguments.given(ProfileFlags.rounds)
    budgetSeconds = try CompareFlags.timeBudget.standardValue(for: "profile")
    output = try arguments[CompareFlags.output]
    isQuiet = arguments[CompareFlags.quiet]
    let draws = arguments[ProfileFlags.flamegraph]
    guard draws || !arguments.isGiven(ProfileFlags.flamegraphDuration) else {
      throw UsageError("--flamegraph-duration is about --flamegraph, which is missing")
    }
    flamegraphSeconds = draws ? try arguments[ProfileFlags.flamegraphDuration] : nil
    let baseline = try arguments[ProfileFlags.baseline]
    let folder = baseline.map { URL(filePath: $0) }
    let isStored =
      folder.map { FileManager.default.fileExists(atPath: $0.appending(path: "run.json").path) } ?? false
    storedBaseline = try isStored ? folder.map(RunStore.read) : nil
    baselineName = isStored ? nil : baseline
    profiledName = try Self.profiled(choice, baselineName)
    isForced = arguments[StoredRunsFlags.force]
    guard isStored || !isForced else {
      throw UsageError("--force is about a stored run as --baseline, which is missing")
    }
  }

  private static func profiled(_ choice: ParticipantChoice, _ baseline: String?) throws -> String {
    let names = choice.names.filter { $0 != baseline }
    guard names.count == 1 else {
      throw UsageError(
        "profile takes one framework or app, got \(names.isEmpty ? "none but the baseline" : names.joined(separator: ", ")); "
          + "`harness compare` takes several, and --baseline a second one")
    }
    return names[0]
  }

  /// The complete plan: the framework, and after it the one it is held against.
  func plan(on apps: LocalApps) async throws -> Plan {
    let framework = try await participant(profiledName, "--\(ProfileFlags.framework.name)", on: apps)
    guard let baselineName else {
      let plan = plan(of: [framework])
      try storedBaseline.map { try check($0.plan, against: plan) }
      return plan
    }
    let baseline: Participant
    do {
      baseline = try await participant(baselineName, "--\(ProfileFlags.baseline.name)", on: apps)
    } catch let error
      as AdapterError
    {
      guard case .unknownFramework = error else { throw error }
      throw UsageError("--baseline \(baselineName) is no folder with a stored run, and: \(error)")
    }
    guard baseline != framework else {
      throw UsageError("--baseline \(baselineName) is the framework that is profiled; name another one")
    }
    return plan(of: [framework, baseline])
  }

  /// The plan of these participants, the last of which ratios are relative to.
  func plan(of participants: [Participant]) -> Plan {
    var request = cells.planRequest(
      participants, reference: participants[participants.count - 1].id, rounds: .exactly(rounds),
      budgetSeconds: budgetSeconds)
    request.hasTwin = false
    return request.plan()
  }

  private func participant(
    _ name: String, _ flag: String, on apps: LocalApps
  ) async throws -> Participant {
    let named = try await apps.participants(named: name)
    guard named.count == 1 else {
      throw UsageError("\(flag) \(name) stands for \(list(named.map(\.id))); name one of them")
    }
    return named[0]
  }

  /// Whether a stored baseline has anything to be held against; throws what is missing before time is spent on measuring.
  private func check(_ baseline: Plan, against plan: Plan) throws {
    let known = baseline.compared.map(\.id)
    let conditions = { (plan: Plan) in plan.families.first?.conditions.map(\.id) ?? [] }
    let missing = plan.compared.map(\.id).filter { !known.contains($0) }
    guard missing.isEmpty else {
      throw UsageError("the run of --baseline has no \(list(missing)), only \(list(known))")
    }
    guard !Set(conditions(baseline)).isDisjoint(with: conditions(plan)) else {
      throw UsageError(
        "the run of --baseline has none of these workloads, only "
          + "\(list(conditions(baseline))); choose some with --workloads")
    }
    let differences = RunDifference.loads(between: baseline, and: plan)
    guard isForced || differences.isEmpty else { throw RunComparison.Refusal.loadDiffers(differences) }
  }

  private func list(_ keys: [Key<some Any>]) -> String { keys.map(\.rawValue).joined(separator: ", ") }
}
