import Contract
package import Record
import Statistics

extension Profile {
  /// What became of a workload's flame graph.
  package enum Flames: Sendable {
    case drawn(FlameGraph)
    case missing(reason: String)
  }

  /// The profile of a run's first framework. Pure: the same run, graphs and baseline give the same profile.
  package init(of stored: StoredRun, baseline: ProfileBaseline?, flames: (_ workload: String) -> Flames) {
    let (run, plan) = (stored.run, stored.run.plan)
    let name = plan.frameworks[0].name
    let facts = run.frameworks.first { $0.name == name }
    let table = Observations(of: stored)
    schemaVersion = Self.currentSchemaVersion
    self.run = run.id
    framework = name
    runtime = facts?.runtime
    versions = facts?.versions ?? [:]
    environment = run.environment
    settings = Settings(suite: plan.suite, rounds: plan.rounds, seed: plan.seed, load: plan.load)
    workloads = plan.workloads.map { workload in
      Workload(table.cell(name, workload.name), table.valid(name, workload.name), flames(workload.name))
    }
    self.baseline = baseline
  }

  /// What became of a workload's graph, as stored.
  package func flames(_ name: String) -> Flames {
    let workload = workloads.first { $0.cell.workload == name }
    if let graph = workload?.flameGraph { return .drawn(graph) }
    return .missing(reason: workload?.unavailable[Workload.graphKey] ?? "")
  }
}

extension Profile.Workload {
  /// The name of the graph among what is unavailable.
  package static let graphKey = "flameGraph"

  /// A cell's figures over its valid `trials`.
  fileprivate init(_ cell: Cell, _ trials: [Trial], _ flames: Profile.Flames) {
    let absent = cell.unavailable?.reasons ?? [:]
    let values = RuntimeField.all.map { ($0, $0.figure.value(over: trials)) }
    let absences = values.filter { $1 == nil }.map { field, _ in
      (
        field.name,
        trials.isEmpty ? "no valid trial: \(cell.reason ?? cell.state.rawValue)" : field.absence(absent)
      )
    }
    var reasons = Dictionary(uniqueKeysWithValues: absences)
    var graph: Profile.FlameGraph?
    switch flames {
    case .drawn(let drawn): graph = drawn
    case .missing(let reason): reasons[Self.graphKey] = reason
    }
    let rates = trials.compactMap { $0.load?.requestsPerSecond }
    self.init(
      cell: cell,
      interval: PairedBlocks(rates, over: rates.map { _ in 1 })?.interval(level: 0.95).map(Interval.init),
      metrics: Dictionary(uniqueKeysWithValues: values.map { ($0.name, $1) }), unavailable: reasons,
      telling: TellingFigure.most(of: trials), flameGraph: graph)
  }
}
