import Statistics

extension Comparison {
  /// The significance level, after Holm's correction.
  package static let alpha = 0.05

  /// Blocks to plan for: as many as the test needs before it can reject, and at least 10.
  package static func roundsAdvised(pairs: Int, workloads: Int) -> Int {
    max(10, (BlocksNeeded.toReject(family: pairs * workloads, alpha: alpha) ?? 20))
  }

  /// Analyses a run. Pure: the same run gives the same comparison.
  package init(of stored: StoredRun) {
    let plan = stored.run.plan
    let names = plan.frameworks.map(\.name)
    let table = Observations(of: stored)
    let pairsOfNames = Self.pairs(of: names, reference: plan.reference)
    let family = pairsOfNames.count * plan.workloads.count
    let needed = BlocksNeeded.toReject(family: family, alpha: Self.alpha)

    let cells = plan.workloads.map { workload in names.map { table.cell($0, workload.name) } }
    let twins = plan.workloads.map { table.twin($0.name) }
    let margins = plan.workloads.map {
      EquivalenceMargin(delta: plan.delta, twinLogRatios: table.twinLogRatios($0.name))
    }
    let tests = plan.workloads.map { workload in
      pairsOfNames.map { table.test($0, $1, workload.name, blocksNeeded: needed) }
    }
    let adjusted = Self.holm(tests)

    workloads = plan.workloads.indices.map { i in
      let pairs = zip(tests[i], adjusted[i]).compactMap { test, p in
        test.map { Pair($0, adjustedP: p, margin: margins[i], alpha: Self.alpha, blocksNeeded: needed) }
      }
      let measured = cells[i].filter { $0.state == .measured }
      let winner = Self.winner(among: measured.map(\.framework), pairs)
      return Workload(
        name: plan.workloads[i].name, category: plan.workloads[i].category,
        summary: plan.workloads[i].summary, twin: twins[i], delta: margins[i].delta,
        cells: cells[i], pairs: pairs, ranks: Self.ranks(of: measured, pairs), winner: winner)
    }
    let compared = workloads
    categories = Self.unique(compared.map(\.category)).map { name in
      let own = compared.filter { $0.category == name }
      let winners = Set(own.map(\.winner))
      return Category(
        name: name, rows: names.map { table.overall($0, over: own) },
        winner: winners.count == 1 ? winners.first.flatMap(\.self) : nil)
    }
    overall = names.map { table.overall($0, over: compared) }
    schemaVersion = Self.currentSchemaVersion
    run = stored.run.id
    frameworks = names
    reference = plan.reference
    method = Method(
      metric: "requests per second", alpha: Self.alpha, delta: plan.delta, family: family,
      blocksNeeded: needed,
      blocksPlanned: plan.rounds)
    warmups = names.compactMap { name in
      WarmupSummary(name, stored.trials.filter { $0.framework == name })
    }
    warnings = Self.warnings(about: compared, warmups, of: stored, blocksNeeded: needed)
  }

  /// All pairs, those with the reference second coming first.
  private static func pairs(of names: [String], reference: String) -> [(String, String)] {
    let others = names.filter { $0 != reference }
    return others.map { ($0, reference) }
      + others.indices.flatMap { i in others[..<i].map { (others[i], $0) } }
  }

  /// Holm's correction over everything that was tested at all; the shape stays that of `tests`.
  private static func holm(_ tests: [[PairTest?]]) -> [[Double?]] {
    var adjusted = MultipleComparisons.holm(tests.joined().compactMap { $0?.p })[...]
    return tests.map { $0.map { test in test?.p == nil ? nil : adjusted.popFirst() } }
  }

  /// The framework that every other measured one is proved slower than.
  private static func winner(among names: [String], _ pairs: [Pair]) -> String? {
    guard names.count > 1 else { return nil }
    return names.first { name in
      names.allSatisfy { $0 == name || verdict(of: name, against: $0, in: pairs) == .faster }
    }
  }

  /// The verdict on `a` against `b`, whichever way round the pair is stored.
  package static func verdict(of a: String, against b: String, in pairs: [Pair]) -> Pair.Verdict? {
    for pair in pairs {
      if pair.a == a, pair.b == b { return pair.verdict }
      guard pair.a == b, pair.b == a else { continue }
      return switch pair.verdict {
      case .faster: .slower
      case .slower: .faster
      default: pair.verdict
      }
    }
    return nil
  }

  private static func ranks(of cells: [Cell], _ pairs: [Pair]) -> [String: Int] {
    let ordered = cells.sorted { ($0.throughput?.mean ?? 0) > ($1.throughput?.mean ?? 0) }.map(\.framework)
    let ranks = Cliques(of: ordered) { first, second in
      let verdict = verdict(of: first, against: second, in: pairs)
      return verdict != .faster && verdict != .slower
    }.ranks
    return Dictionary(uniqueKeysWithValues: zip(ordered, ranks))
  }

  private static func unique(_ names: [String]) -> [String] {
    names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { names[$0] }
  }
}
