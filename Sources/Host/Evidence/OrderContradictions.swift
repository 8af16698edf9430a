import Analysis
import Record

extension RunRecord {
  /// Where the trials do not come in the order of the plan; nil when they do. An unfinished run may lack the last ones.
  var order: String? {
    let refusals = refusals
    let expected = chosenBlocks.enumerated().flatMap { number, chosen in
      plan.blocks[number].conditions.compactMap { id in chosen.first { $0.id == id } }.flatMap { condition in
        plan.blocks[number].participants.filter { refusals[$0, condition.workload] == nil }.map {
          TrialKey(block: number, participant: $0, condition: condition.id)
        }
      }
    }
    let found = trials.map(\.key)
    let same = zip(expected, found).prefix { $0 == $1 }.count
    guard same == found.count, same == expected.count || outcome?.kind != .complete else {
      let what = { (keys: [TrialKey]) in same < keys.count ? keys[same].text : "the end" }
      return "trial \(same + 1): it is \(what(found)), where the plan has \(what(expected))"
    }
    return nil
  }

  /// What each block was to measure that took place or was to.
  private var chosenBlocks: [[Condition]] {
    guard let design else { return [] }
    let begun = trials.map(\.block).max().map { min($0, plan.blocks.count - 1) + 1 } ?? 1
    return plan.blocks.indices.prefix(max(0, end?.blocks ?? begun)).map { number in
      let chosen = conditions(inBlock: number)
      return design.windows.map(\.condition).filter { chosen.contains($0.id) }
    }
  }

  /// A design that does not follow from the plan and the pilots.
  var designContradictions: [String] {
    guard let design else {
      return outcome?.kind == .complete ? ["journal.jsonl: there is no design of the blocks"] : []
    }
    return Design(of: self, availableSeconds: design.availableSeconds) == design
      ? [] : ["journal.jsonl: the design does not follow from the plan and the pilots"]
  }

  /// Blocks end where the rules let them.
  var endContradictions: [String] {
    guard let end else {
      return outcome?.kind == .complete ? ["journal.jsonl: the blocks have no end"] : []
    }
    guard plan.fewestBlocks <= end.blocks || end.reason == .precision, end.blocks <= plan.blocks.count,
      follows(end)
    else {
      return [
        "journal.jsonl: there cannot have been an end after \(end.blocks) blocks by \(end.reason.rawValue)"
      ]
    }
    return []
  }

  private func follows(_ end: BlocksEnd) -> Bool {
    switch end.reason {
    case .precision: conditions(inBlock: end.blocks).isEmpty
    case .rounds: end.blocks == plan.blocks.count
    case .timeBudget: true
    }
  }
}

extension TrialKey {
  fileprivate var text: String { "block \(block) of \(participant) under \(condition)" }
}
