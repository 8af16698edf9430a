/// What was seen of an adapter, rule by rule.
final class Ledger {
  private struct Observation {
    let holds: Bool
    let isDuty: Bool
    let seen: String
  }

  /// As many sentences about one check are worth reading.
  private static let mostSentences = 5
  private var observations: [Rule: [Observation]] = [:]
  private var obstacles: [Scenario: String] = [:]
  private(set) var hostViolations: [String] = []

  /// Notes what was seen of a rule that MUST hold; where it does not, `otherwise` if there is one.
  func judge(_ rule: Rule, _ holds: Bool, _ seen: String, otherwise: String? = nil) {
    note(rule, holds, isDuty: true, holds ? seen : otherwise ?? seen)
  }

  /// Notes what was seen of a rule that SHOULD hold.
  func advise(_ rule: Rule, _ holds: Bool, _ seen: String, otherwise: String? = nil) {
    note(rule, holds, isDuty: false, holds ? seen : otherwise ?? seen)
  }

  private func note(_ rule: Rule, _ holds: Bool, isDuty: Bool, _ seen: String) {
    observations[rule, default: []].append(Observation(holds: holds, isDuty: isDuty, seen: seen))
  }

  /// Carries out what shows whether a rule holds: an error says that it does not.
  func step(_ rule: Rule, _ body: () throws -> Void) {
    do { try body() } catch { judge(rule, false, "\(error)") }
  }

  /// Notes why a scenario came to no end.
  func obstruct(_ scenario: Scenario, _ reason: String) { obstacles[scenario] = reason }

  /// Notes a message of ours that breaks the protocol.
  func blameHost(_ problem: String) { hostViolations.append(problem) }

  /// What the checks of these scenarios come to.
  func report(on adapter: String, after scenarios: [Scenario]) -> CheckReport {
    let hasFailures = observations.values.joined().contains { !$0.holds && $0.isDuty }
    let results = Check.all.filter { scenarios.contains($0.scenario) }.map { check in
      let (verdict, seen) = verdict(on: check, hasFailures)
      return CheckReport.Result(
        check: check.id, title: check.title, scenario: check.scenario, verdict: verdict, seen: seen)
    }
    return CheckReport(adapter: adapter, results: results, hostViolations: hostViolations)
  }

  private func verdict(on check: Check, _ hasFailures: Bool) -> (CheckReport.Verdict, [String]) {
    let found = observations[check.id] ?? []
    let broken = found.filter { !$0.holds && $0.isDuty }
    if !broken.isEmpty { return (.failed, some(broken)) }
    if let obstacle = obstacles[check.scenario], found.isEmpty {
      return (hasFailures ? .unjudged : .failed, [obstacle])
    }
    guard let last = found.last else {
      return (hasFailures ? .unjudged : .failed, ["nothing was seen of it"])
    }
    let neglected = found.filter { !$0.holds }
    return neglected.isEmpty ? (.passed, [last.seen]) : (.warned, some(neglected))
  }

  private func some(_ observations: [Observation]) -> [String] {
    let more = observations.count - Self.mostSentences
    return observations.prefix(Self.mostSentences).map(\.seen) + (more > 0 ? ["and \(more) more"] : [])
  }
}
