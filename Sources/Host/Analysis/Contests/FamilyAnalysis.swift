import Record
import Statistics

extension FamilyComparison {
  /// What a family that has begun says.
  init(_ family: Family, of record: RunRecord, _ table: Observations) {
    let rules = ContestRules(record.plan, family)
    let conditions = record.conditions(of: family)
    let open = conditions.map { condition in
      rules.measures.map {
        OpenContest(
          $0, table.values(of: $0.id, under: condition.id), by: rules,
          atLeast: Set(table.lowerBounds(of: $0.id, under: condition.id).keys))
      }
    }
    var decided = OpenContest.decided(open.flatMap(\.self), by: rules)[...]
    let points = conditions.map { condition in
      let contests = Array(decided.prefix(rules.measures.count))
      decided = decided.dropFirst(rules.measures.count)
      return Point(
        condition: condition,
        cells: rules.plan.compared.map { table.cell($0.id, condition, primary: rules.measures) },
        twin: rules.plan.twin.map { table.cell($0.id, condition, primary: rules.measures) },
        contests: contests)
    }
    let end = record.end(of: family.id)
    self.family = family.id
    title = family.title
    method = Method(
      alpha: ContestRules.alpha, delta: family.delta, comparisons: rules.comparisons,
      blocksNeeded: rules.blocksNeeded, blocks: end?.blocks ?? table.blocks(under: conditions), end: end)
    self.points = points
    standings = rules.measures.indices.map { index in
      Standing(
        rules.measures[index].id,
        zip(points, open).map { point, contests in
          Standing.Entry(
            category: rules.plan.workload(point.condition.workload)?.category ?? "",
            winner: point.contests[index].winner, tests: contests[index].ratiosToReference)
        }, rules.plan)
    }
  }
}

extension Observations {
  /// Blocks in which anything was tried under one of the conditions.
  fileprivate func blocks(under conditions: [Condition]) -> Int {
    Set(conditions.flatMap { blocks(under: $0.id) }).count
  }
}

extension OpenContest {
  /// The log ratios to the reference by block, of everybody who has any.
  fileprivate var ratiosToReference: [Key<Participant>: [Int: Double]] {
    tests.compactMap(\.self).reduce(into: [:]) { all, test in
      if test.b == reference { all[test.a] = test.logRatios }
    }
  }
}

extension Standing {
  /// A condition as far as standings look at it.
  fileprivate struct Entry {
    let category: String
    let winner: Key<Participant>?
    let tests: [Key<Participant>: [Int: Double]]
  }

  fileprivate init(_ measure: Key<Measure>, _ entries: [Entry], _ plan: Plan) {
    self.measure = measure
    rows = Self.rows(entries, plan)
    categories = entries.map(\.category).unique.map { name in
      let own = entries.filter { $0.category == name }
      let winners = Set(own.map(\.winner))
      return Category(
        name: name, rows: Self.rows(own, plan),
        winner: winners.count == 1 ? winners.first.flatMap(\.self) : nil)
    }
  }

  private static func rows(_ entries: [Entry], _ plan: Plan) -> [Row] {
    plan.compared.map { participant in
      let id = participant.id
      let won = entries.count { $0.winner == id }
      guard id != plan.reference else {
        return Row(
          participant: id, ratio: 1, interval: nil, conditions: entries.count, blocks: 0, won: won)
      }
      let ratios = entries.compactMap { $0.tests[id] }
      let mean = GeometricMeanRatio(logRatios: ratios)
      return Row(
        participant: id, ratio: mean?.ratio, interval: mean?.interval(level: 0.95).map(Interval.init),
        conditions: ratios.count, blocks: mean?.blocks ?? 0, won: won)
    }
  }
}

extension Sequence where Element: Hashable {
  /// Its elements in their order, each once.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
