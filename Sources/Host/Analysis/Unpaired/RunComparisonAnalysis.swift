package import Record
import Statistics

extension RunComparison {
  /// Holds a run against a baseline. Pure: the same runs give the same comparison. `delta` is the share up to
  /// which differences do not matter, nil the baseline's; throws a `Refusal`, for different loads only unless
  /// `isForced`.
  package init(
    of compare: StoredRun, against baseline: StoredRun, delta: Double? = nil, isForced: Bool = false
  ) throws(Refusal) {
    let (first, second) = (Self.cells(of: baseline), Self.cells(of: compare))
    let tests = first.compactMap { cell in
      second.first { $0.name == cell.name }.flatMap { other in
        UnpairedTest(cell.framework, cell.workload, baseline: cell.values, compare: other.values)
      }
    }
    guard !tests.isEmpty else {
      throw .noCommonCell(baseline: baseline.run.id, compare: compare.run.id)
    }
    differences = RunDifference.all(
      between: baseline, and: compare, frameworks: Self.unique(tests.map(\.framework)),
      workloads: Self.unique(tests.map(\.workload)))
    let loads = differences.filter { $0.weight == .load }
    guard isForced || loads.isEmpty else { throw .loadDiffers(loads) }

    let delta = delta ?? baseline.run.plan.delta
    let alpha = Comparison.alpha
    var adjusted = MultipleComparisons.holm(tests.compactMap { $0.logs?.pValue })[...]
    let adjustedRanks = MultipleComparisons.holm(tests.map(\.ranks.pValue))
    cells = zip(tests, adjustedRanks).compactMap { test, rankP in
      CellComparison(
        test, adjustedP: test.logs == nil ? nil : adjusted.popFirst(), adjustedRankP: rankP, delta: delta,
        alpha: alpha, family: tests.count)
    }
    method = Method(
      metric: "requests per second", alpha: alpha, delta: delta, family: tests.count,
      valuesNeeded: MannWhitneyTest.valuesNeeded(family: tests.count, alpha: alpha))
    self.baseline = Side(baseline)
    self.compare = Side(compare)
    let (firstNames, secondNames) = (first.map(\.name), second.map(\.name))
    onlyInBaseline = firstNames.filter { !secondNames.contains($0) }
    onlyInCompare = secondNames.filter { !firstNames.contains($0) }
  }

  /// The cells of a run that have values, in the plan's order.
  private static func cells(of stored: StoredRun) -> [(
    name: String, framework: String, workload: String, values: [Double]
  )] {
    let table = Observations(of: stored)
    return stored.run.plan.frameworks.flatMap { framework in
      stored.run.plan.workloads.compactMap { workload in
        let blocks = table.throughput(workload.name)[framework.name] ?? [:]
        let values = blocks.sorted { $0.key < $1.key }.map(\.value)
        guard !values.isEmpty else { return nil }
        return ("\(framework.name) under \(workload.name)", framework.name, workload.name, values)
      }
    }
  }

  private static func unique(_ names: [String]) -> [String] {
    names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { names[$0] }
  }
}

extension RunComparison.Side {
  init(_ stored: StoredRun) {
    run = stored.run.id
    startedAt = stored.run.startedAt
    commit = stored.run.environment.git?.commit
  }
}
