package import Record
import Statistics

extension RunComparison {
  /// Holds a run against a baseline, by the primary measures of conditions that are the same to the last number. Pure: the same runs give
  /// the same comparison. `deltas` are the shares up to which differences do not matter, by family, where they are not what the
  /// baseline's say; throws a `Refusal`, for different loads only unless `isForced`.
  package init(
    of compare: RunRecord, against baseline: RunRecord, deltas: [Key<Family>: Double] = [:],
    isForced: Bool = false
  ) throws(Refusal) {
    let (first, second) = (Side.Values(baseline, deltas), Side.Values(compare, deltas))
    let tests = first.keys.compactMap { key in
      second[key].flatMap { other in
        UnpairedTest(
          key.place, key.measure, delta: key.delta, baseline: first[key] ?? [], compare: other)
      }
    }
    guard !tests.isEmpty else {
      throw .noCommonCell(baseline: baseline.run.id, compare: compare.run.id)
    }
    differences = RunDifference.all(
      between: baseline, and: compare, participants: tests.map(\.place.participant).unique,
      workloads: tests.map(\.place.condition.workload).unique)
    let loads = differences.filter { $0.weight == .load }
    guard isForced || loads.isEmpty else { throw .loadDiffers(loads) }

    let alpha = ContestRules.alpha
    var adjusted = MultipleComparisons.holm(tests.compactMap { $0.logs?.pValue })[...]
    let adjustedRanks = MultipleComparisons.holm(tests.map(\.ranks.pValue))
    cells = zip(tests, adjustedRanks).compactMap { test, rankP in
      CellComparison(
        test, adjustedP: test.logs == nil ? nil : adjusted.popFirst(), adjustedRankP: rankP, alpha: alpha,
        family: tests.count)
    }
    method = Method(
      alpha: alpha, comparisons: tests.count,
      valuesNeeded: MannWhitneyTest.valuesNeeded(family: tests.count, alpha: alpha))
    self.baseline = Side(baseline)
    self.compare = Side(compare)
    onlyInBaseline = first.places.filter { !second.places.contains($0) }
    onlyInCompare = second.places.filter { !first.places.contains($0) }
  }
}

extension RunComparison.Side {
  init(_ record: RunRecord) {
    run = record.run.id
    startedAt = record.run.startedAt
    commit = record.run.environment.git?.commit
  }

  /// A run's values by cell and primary measure, in the plan's order.
  fileprivate struct Values {
    struct Key: Hashable {
      let place: RunComparison.Place
      let measure: Measure
      /// The share up to which differences do not matter.
      let delta: Double

      static func == (first: Key, second: Key) -> Bool {
        first.place == second.place && first.measure.id == second.measure.id
      }

      func hash(into hasher: inout Hasher) {
        hasher.combine(place)
        hasher.combine(measure.id)
      }
    }

    private(set) var keys: [Key] = []
    private var values: [Key: [Double]] = [:]

    subscript(_ key: Key) -> [Double]? { values[key] }

    var places: [RunComparison.Place] { keys.map(\.place).unique }

    init(_ record: RunRecord, _ deltas: [Record.Key<Family>: Double]) {
      let (table, plan) = (Observations(of: record), record.plan)
      for family in plan.families {
        for measure in family.primary.compactMap(plan.measure) {
          for condition in record.conditions(of: family) {
            let found = table.values(of: measure.id, under: condition.id)
            for participant in plan.compared.map(\.id) {
              let own = (found[participant] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
              guard !own.isEmpty else { continue }
              let key = Key(
                place: .init(participant: participant, condition: condition), measure: measure,
                delta: deltas[family.id] ?? family.delta)
              keys.append(key)
              values[key] = own
            }
          }
        }
      }
    }
  }
}
