import Analysis
import Record

extension RunRecord {
  /// Where the trials do not come in the order of the schedule; nil when they do. An unfinished run may lack the last ones.
  var order: String? {
    let refusals = refusals
    let expected = plan.families.flatMap { family in
      let workloads = Dictionary(conditions(of: family).map { ($0.id, $0.workload) }) { first, _ in first }
      return sessions(of: family).flatMap { session in
        session.conditions.filter { condition in
          workloads[condition].map { refusals[session.participant, $0] == nil } ?? false
        }.map { TrialKey(block: session.block, participant: session.participant, condition: $0) }
      }
    }
    let found = trials.map(\.key)
    let same = zip(expected, found).prefix { $0 == $1 }.count
    guard same == found.count, same == expected.count || outcome?.kind != .complete else {
      let what = { (keys: [TrialKey]) in same < keys.count ? keys[same].text : "the end" }
      return "trial \(same + 1): it is \(what(found)), where the schedule has \(what(expected))"
    }
    return nil
  }

  /// The sessions of a family that took place, with the conditions that were still to be measured.
  private func sessions(of family: Family) -> [Family.Session] {
    guard begun.contains(where: { $0.family == family.id }) else { return [] }
    let last = end(of: family.id)?.blocks ?? .max
    let blocks = Set(family.schedule.map(\.block)).filter { $0 < last }
    let chosen = Dictionary(uniqueKeysWithValues: blocks.map { ($0, undecided(family, inBlock: $0)) })
    return family.schedule.compactMap { session in chosen[session.block].map { session.only($0.contains) } }
  }

  /// Conditions whose numbers do not follow from the trials before them; families that began out of order or not at all.
  var settlements: [String] {
    let expected = plan.families.map(\.id)
    guard begun.map(\.family) == Array(expected.prefix(begun.count)),
      begun.count == expected.count || outcome?.kind != .complete
    else { return ["journal.jsonl: its families did not begin in the plan's order"] }
    return zip(plan.families, begun).compactMap { family, began in
      let earlier = Set(plan.families.prefix { $0.id != family.id }.flatMap(\.conditions).map(\.id))
      return only { earlier.contains($0.condition) }.settled(family) == began
        ? nil : "journal.jsonl: the conditions of family \(family.id) do not follow from the trials before it"
    }
  }

  /// Families end where their rules let them; a line for each that cannot have.
  var ends: [String] {
    plan.families.compactMap { family in
      guard let end = end(of: family.id) else {
        return outcome?.kind == .complete ? "journal.jsonl: the family \(family.id) has no end" : nil
      }
      let fewest = end.reason == .timeBudget && plan.budget.isHard ? 1 : max(1, family.minimumBlocks)
      guard fewest <= end.blocks, end.blocks <= family.maximumBlocks, follows(end, family) else {
        return
          "journal.jsonl: the family \(family.id) cannot have ended after \(end.blocks) blocks by \(end.reason.rawValue)"
      }
      return nil
    }
  }

  private func follows(_ end: FamilyEnd, _ family: Family) -> Bool {
    switch end.reason {
    case .precision: undecided(family, inBlock: end.blocks).isEmpty
    case .rounds: end.blocks == family.maximumBlocks
    case .timeBudget: true
    }
  }
}

extension TrialKey {
  fileprivate var text: String { "block \(block) of \(participant) under \(condition)" }
}
