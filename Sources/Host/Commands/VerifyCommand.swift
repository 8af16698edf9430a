import Contract
import Orchestration
import Platform
import Record
import Synchronization

let verifyCommand = Command(
  name: "verify", summary: "prove that frameworks serve the workload contract, without measuring",
  discussion: """
    Sends randomised requests, invalid ones, chunked and fragmented ones with an HTTP client that is not the load engine, and
    compares the answers. A workload that a framework declares to serve otherwise is told and no failure; comparisons refuse
    it. Exit codes: 0 all checks passed, 1 some failed, 2 usage.
    """,
  operands: .any("NAME"), flags: VerifyFlags.all,
  readsProjectFile: true, alternatives: [[CompareFlags.suite.name, CompareFlags.workloads.name]],
  operandOffers: .listed(.frameworks), operandFlag: VerifyFlags.frameworks.name,
  examples: [
    .init(
      "harness verify --frameworks python", "verify an adapter's default framework with the whole contract"),
    .init("harness verify --frameworks node --workloads json-small-validated", "verify one workload"),
  ]
) { arguments, context in try VerifyRequest(arguments, catalogue: context.catalogue(with: arguments)) }

/// What was asked of `verify`, understood and checked, before any adapter is started.
struct VerifyRequest: Request {
  /// Who is to be verified.
  let choice: ParticipantChoice
  private let workloads: [Workload]
  private let seed: UInt64
  private let ports: ClosedRange<Int>?
  private let isQuiet: Bool
  private let healthTimeoutSeconds: Double

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    choice = try ParticipantChoice(arguments, after: VerifyFlags.frameworks)
    healthTimeoutSeconds = try arguments[CompareFlags.healthTimeout]
    let (suite, chosen) = (try arguments[VerifyFlags.suite], try arguments[CompareFlags.workloads])
    guard suite == nil || chosen == nil else { throw WorkloadChoice.both }
    workloads = try WorkloadChoice.workloads(
      suite: suite ?? catalogue.file?.suite.name, names: chosen, of: catalogue)
    seed = try arguments[VerifyFlags.seed]
    ports = try arguments[CompareFlags.ports]
    isQuiet = arguments[CompareFlags.quiet]
  }

  func run(in context: Context) async throws -> Outcome {
    let load = Plan.Load(
      connections: 1, workers: 1, appCPUs: [], generatorCPUs: [], variants: 1, ports: ports)
    let verification = Verification(workloads, by: HTTPVerifier(seed: seed))
    let log = ConformanceLog(isQuiet ? nil : context.output)
    return try await context.withApps(choice.own, healthTimeoutSeconds: healthTimeoutSeconds) { apps in
      defer { log.finish() }
      var participants: [Participant] = []
      for name in choice.names { participants += try await apps.participants(named: name) }
      var missing: [(participant: Key<Participant>, failure: Trial.Failure)] = []
      var facts: [FrameworkFacts] = []
      do {
        for participant in participants {
          do {
            facts.append(try await apps.prepare(participant, telling: log).facts)
            try await verification.verify(participant, load, on: apps, telling: log)
          } catch let error as any AppFailure where participants.count > 1 {
            missing.append((participant.id, error.failure))
          }
        }
      } catch {
        // There will be no answer, but what was found before is worth having.
        log.records.forEach { context.output.interject($0.text(facts)) }
        throw error
      }
      return outcome(log.records, facts, missing)
    }
  }

  /// What was found, how to find it again, and who could not be verified.
  func outcome(
    _ records: [ConformanceRecord], _ facts: [FrameworkFacts] = [],
    _ missing: [(participant: Key<Participant>, failure: Trial.Failure)] = []
  ) -> Outcome {
    let served = records.filter { $0.isAbsent != true }
    let deviating = served.count { $0.deviation(among: facts) != nil }
    let failed = served.count { !$0.passed } - deviating
    let checks = served.map(\.checks).reduce(0, +)
    let declared = deviating == 0 ? "" : ", but for \(deviating) that differ as declared"
    let end =
      failed == 0
      ? "\(checks) checks passed\(declared) (seed \(seed))"
      : "\(failed) of \(served.count) parts failed\(declared), \(checks) checks (repeat with --seed \(seed))"
    let idle = Set(records.map(\.participant)).subtracting(served.map(\.participant))
    let nothing = idle.map {
      "\($0) serves none of the workloads; `harness workloads show NAME` says what one takes"
    }
    return Outcome(
      answer: Answer(records) { records, _ in records.map { $0.text(facts) + "\n" }.joined() },
      remarks: nothing.sorted() + missing.flatMap { Self.lines($0.participant, $0.failure) } + [end],
      exitCode: failed == 0 && idle.isEmpty && missing.isEmpty ? .ok : .failed)
  }

  /// Why somebody could not be verified, with the last words.
  private static func lines(_ participant: Key<Participant>, _ failure: Trial.Failure) -> [String] {
    ["\(participant) could not be verified: \(failure.reason)"] + failure.standardError.map { "  | " + $0 }
  }
}

extension ConformanceRecord {
  /// What the framework declares to do otherwise where this part failed; nil: nothing, or it passed.
  fileprivate func deviation(among facts: [FrameworkFacts]) -> FrameworkFacts.Deviation? {
    guard !passed, isAbsent == nil, let workload else { return nil }
    let declared = facts.first { $0.participant == participant }?.deviations ?? []
    return declared.first { $0.workloads.contains(workload.rawValue) }
  }

  /// Whether the part passed, in a line.
  fileprivate func line(_ facts: [FrameworkFacts]) -> String {
    let place = "\(participant) \(workload?.rawValue ?? "server")"
    guard isAbsent == nil else { return "absent  \(place)" }
    let verdict = deviation(among: facts) != nil ? "differs " : passed ? "ok      " : "FAILED  "
    return "\(verdict)\(place): \(checks) checks"
  }

  /// The line, and what failed below it, or what is declared.
  fileprivate func text(_ facts: [FrameworkFacts]) -> String {
    guard isAbsent == nil else { return line(facts) }
    if let deviation = deviation(among: facts) { return "\(line(facts))\n  \(deviation.description)" }
    let lines = failures.map {
      "  \($0.check): \($0.request)\n    expected \($0.expected)\n    got      \($0.got)"
    }
    return ([line(facts)] + lines).joined(separator: "\n")
  }
}

/// Keeps what verification finds, and on a terminal shows meanwhile how far it is.
private final class ConformanceLog: RunObserver, Sendable {
  private let terminal: Output?
  private let found = Mutex<[ConformanceRecord]>([])

  /// Shows nothing without an `output`.
  init(_ output: Output?) { terminal = output.flatMap { $0.isInteractive ? $0 : nil } }

  var records: [ConformanceRecord] { found.withLock { $0 } }

  func began(_ step: RunStep) {}

  func happened(_ entry: RunEntry, _ series: TrialSeries?) {
    guard case .conformance(let record) = entry else { return }
    found.withLock { $0.append(record) }
    terminal?.replaceLine(record.line([]))
  }

  /// Leaves the terminal's line free.
  func finish() { terminal?.replaceLine("") }
}
