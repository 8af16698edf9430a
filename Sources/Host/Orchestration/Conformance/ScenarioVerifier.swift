import Contract
import LoadEngine
import Platform
import Record
import Scenarios

/// Proves that an app serves a scenario's users: one carries out each flow once.
struct ScenarioVerifier {
  let scenario: ScenarioWorkload
  let address: AppAddress
  let seed: UInt64
  private let runs = RunNames()

  init(scenario: ScenarioWorkload, address: AppAddress, seed: UInt64) {
    self.scenario = scenario
    self.address = address
    self.seed = seed
  }

  /// A check for each step that was begun.
  func verify() -> ConformanceFindings {
    var findings = Findings()
    for flow in scenario.scenario.flows {
      let walk: ScenarioWalk
      do {
        walk = try ScenarioWalk(
          flow, of: scenario.scenario, secrets: scenario.secrets, at: address.socket,
          host: "\(address.socket)", seed: seed, run: runs.next(), stop: StopFlag())
      } catch {
        findings.check(flow.name, "flow \(flow.name)", expected: "that it can be carried out") { "\(error)" }
        continue
      }
      if let first = walk.exchanges.first, flow.name == scenario.scenario.flows[0].name,
        findings.findsNoRoute(first.request.firstLine, expected: "a route", first.status)
      {
        return findings.outcome
      }
      check(walk, &findings)
    }
    return findings.outcome
  }

  private func check(_ walk: ScenarioWalk, _ findings: inout Findings) {
    for step in walk.steps where step.begun > 0 {
      let last = walk.exchanges.last { $0.step == step.name }
      findings.check(
        "\(walk.flow): \(step.name)", last?.request.firstLine ?? step.name, expected: "that it passes"
      ) {
        guard !step.failures.isEmpty else { return nil }
        let kinds = step.failures.keys.sorted().map(ErrorKind.words).joined(separator: ", ")
        return kinds + (last.map { "; \($0.answer)" } ?? walk.problem.map { "; \($0)" } ?? "")
      }
    }
    // Whoever cannot begin carries out nothing.
    findings.check("\(walk.flow): carried out", "flow \(walk.flow)", expected: "to its end") {
      walk.steps.contains { !$0.isOnce && $0.begun > 0 } ? nil : "nothing of it was begun"
    }
  }
}

extension String {
  fileprivate var firstLine: String { String(prefix { !$0.isNewline }) }
}
