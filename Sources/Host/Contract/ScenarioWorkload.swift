package import Scenarios

/// Users who carry out a scenario: each of their flows is a request of the workload.
public struct ScenarioWorkload: Sendable {
  /// What they do.
  package let scenario: Scenario
  /// The values of its secrets, by name.
  package let secrets: [String: String]

  /// A scenario as a workload; each of its secrets has a value.
  package init(_ scenario: Scenario, secrets: [String: String]) {
    self.scenario = scenario
    self.secrets = secrets
  }

  /// What it is summed up in.
  var category: String { scenario.comparison.category ?? "scenarios" }

  /// What it sends, in a few words.
  var summary: String {
    scenario.comparison.summary ?? (scenario.summary.isEmpty ? "flows of \(scenario.name)" : scenario.summary)
  }
}
