import Record
import Statistics

extension FamilyComparison {
  /// What a family that has begun says; there is no verdict with those who are `unsteady`.
  init(_ family: Family, of record: RunRecord, _ table: Observations, unsteady: Set<Key<Participant>>) {
    let rules = ContestRules(record.plan, family, unsteady: unsteady)
    let conditions = record.conditions(of: family)
    let open = Self.contests(rules.measures, conditions, table, rules)
    let secondary = Self.contests(rules.secondary, conditions, table, rules)
    let decided = OpenContest.decided(open.flatMap(\.self), by: rules)
    let decidedSecondary = OpenContest.decided(secondary.flatMap(\.self), by: rules)
    let points = conditions.enumerated().map { index, condition in
      Point(
        condition: condition,
        cells: rules.plan.compared.map { table.cell($0.id, condition, primary: rules.measures) },
        twin: rules.plan.twin.map { table.cell($0.id, condition, primary: rules.measures) },
        contests: Array(decided.dropFirst(index * rules.measures.count).prefix(rules.measures.count)),
        secondary: Array(
          decidedSecondary.dropFirst(index * rules.secondary.count).prefix(rules.secondary.count)))
    }
    let end = record.end
    self.family = family.id
    title = family.title
    method = Method(
      alpha: ContestRules.alpha, delta: family.delta, comparisons: rules.comparisons,
      blocksNeeded: StepDownSignFlip.fewestBlocks, blocks: end?.blocks ?? table.blocks(under: conditions),
      end: end)
    self.points = points
    standings = Standing.all(points, open, rules)
  }

  /// The contests under each condition, one for each measure.
  private static func contests(
    _ measures: [Measure], _ conditions: [Condition], _ table: Observations, _ rules: ContestRules
  ) -> [[OpenContest]] {
    conditions.map { condition in
      measures.map { measure in
        OpenContest(
          measure, under: condition, of: table, by: rules,
          atLeast: Set(table.lowerBounds(of: measure.id, under: condition.id).keys))
      }
    }
  }
}

extension Observations {
  /// Blocks in which anything was tried under one of the conditions.
  fileprivate func blocks(under conditions: [Condition]) -> Int {
    Set(conditions.flatMap { blocks(under: $0.id) }).count
  }
}

extension Sequence where Element: Hashable {
  /// Its elements in their order, each once.
  package var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
