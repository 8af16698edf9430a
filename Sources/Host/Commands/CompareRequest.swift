import Contract
import Foundation
import Orchestration
import Record
import Reporting

/// What was asked of `compare`, understood and checked, before any adapter is started.
struct CompareRequest: Sendable {
  /// Who is to be compared.
  let choice: ParticipantChoice
  /// Folder of the stored runs.
  let output: URL
  /// Where the Markdown report goes too; nil: nowhere else.
  let reportFile: OutputFile?
  /// Whether the plan is all that is wanted.
  let isDryRun: Bool
  /// How much the answer says.
  let extent: TerminalReport.Extent
  /// Whether no progress is shown.
  let isQuiet: Bool
  private let referenceName: String?
  private let comparisons: Plan.Comparisons?
  let cells: CellsRequest
  private let rounds: Rounds
  private let budgetSeconds: Double
  private let delta: Double
  private let latencyDelta: Double
  private let hasTwin: Bool
  private let offer: PlanRequest.Offer?

  /// Reads the flags; throws a `UsageError` that names what is wrong.
  init(_ arguments: Arguments, catalogue: WorkloadCatalogue) throws {
    choice = try ParticipantChoice(arguments, after: CompareFlags.frameworks)
    comparisons = try arguments[CompareFlags.family]
    referenceName = try arguments[CompareFlags.reference]
    offer = try PlanRequest.Offer(arguments)
    cells = try CellsRequest(arguments, catalogue: catalogue, isOffering: offer != nil)
    rounds = try Self.rounds(arguments)
    budgetSeconds = try arguments[CompareFlags.timeBudget]
    delta = try arguments[CompareFlags.delta]
    latencyDelta = try arguments[CompareFlags.latencyDelta]
    hasTwin = !arguments[CompareFlags.noTwin]
    output = try arguments[CompareFlags.output]
    reportFile = try OutputFile(CompareFlags.report, of: arguments)
    isDryRun = arguments[CompareFlags.dryRun]
    extent = arguments[CompareFlags.wide] ? .wide : .brief
    isQuiet = arguments[CompareFlags.quiet]
  }

  private static func rounds(_ arguments: Arguments) throws -> Rounds {
    let minimum = try arguments[CompareFlags.rounds]
    let maximum = try arguments.given(CompareFlags.maxRounds)
    if let minimum, let maximum, maximum < minimum {
      throw UsageError("--max-rounds \(maximum) is less than --rounds \(minimum)")
    }
    return .between(minimum, maximum ?? minimum)
  }

  /// The plan, once adapters can be asked what names stand for.
  func plan(on apps: LocalApps) async throws -> Plan {
    var participants: [Participant] = []
    for name in choice.names {
      for participant in try await apps.participants(named: name) {
        guard !participants.contains(participant) else {
          throw UsageError("--frameworks names \(participant.id) twice (`\(name)` stands for it)")
        }
        participants.append(participant)
      }
    }
    guard participants.count > 1 else {
      throw UsageError(
        "a comparison needs at least two frameworks or apps, got only \(participants[0].id); add another to --frameworks, or an --app"
      )
    }
    return plan(of: participants, reference: try await reference(among: participants, on: apps))
  }

  /// The plan of these participants, one of which ratios are relative to.
  func plan(of participants: [Participant], reference: Key<Participant>) -> Plan {
    var request = cells.planRequest(
      participants, reference: reference, rounds: rounds, budgetSeconds: budgetSeconds)
    request.hasTwin = hasTwin
    request.offer = offer
    request.delta = delta
    request.latencyDelta = latencyDelta
    request.comparisons = comparisons
    return request.plan()
  }

  private func reference(
    among participants: [Participant], on apps: LocalApps
  ) async throws -> Key<Participant> {
    guard let referenceName else { return participants[0].id }
    let named = try await apps.participants(named: referenceName)
    guard let participant = named.first, named.count == 1, participants.contains(participant) else {
      throw UsageError(
        "--reference \(referenceName) is not one of those that are compared: \(choice.names.joined(separator: ","))"
      )
    }
    return participant.id
  }
}
