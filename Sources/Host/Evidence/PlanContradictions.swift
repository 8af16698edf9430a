import Record

extension Plan {
  private static let mostBlocks = 1000

  /// What cannot be planned.
  var contradictions: [String] {
    let familyIDs = families.map(\.id)
    let conditions = families.flatMap(\.conditions).map(\.id)
    return [
      participants.isEmpty || !participants.map(\.id).areUnique
        ? "it does not have participants that differ" : nil,
      workloads.isEmpty || !workloads.map(\.id).areUnique ? "it does not have workloads that differ" : nil,
      measures.map(\.id).areUnique ? nil : "it does not have measures that differ",
      families.isEmpty || !familyIDs.areUnique ? "it does not have families that differ" : nil,
      conditions.areUnique ? nil : "it does not have conditions that differ",
      compared.contains { $0.id == reference }
        ? nil : "the reference \(reference) is none of its participants",
      twin == nil || twin == compared.first { $0.id == reference }.map(Participant.init(twinOf:))
        ? nil : "its twin is not the reference's",
    ].compactMap(\.self)
      + families.flatMap { family in
        family.contradictions(in: self).map { "family \(family.id): \($0)" }
      }
  }

  /// Whether a family has every condition of everybody once in each block.
  fileprivate func isWhole(_ family: Family) -> Bool {
    let cells = family.schedule.flatMap { session in
      session.conditions.map {
        TrialKey(block: session.block, participant: session.participant, condition: $0)
      }
    }
    let planned = (0..<family.maximumBlocks).flatMap { block in
      participants.flatMap { participant in
        family.conditions.map { TrialKey(block: block, participant: participant.id, condition: $0.id) }
      }
    }
    return cells.count == planned.count && Set(cells) == Set(planned)
  }

  fileprivate static func canBe(blocks family: Family) -> Bool {
    (1...mostBlocks).contains(family.maximumBlocks)
      && (0...family.maximumBlocks).contains(family.minimumBlocks)
  }
}

extension Family {
  fileprivate func contradictions(in plan: Plan) -> [String] {
    guard Plan.canBe(blocks: self) else {
      return ["\(minimumBlocks) to \(maximumBlocks) blocks cannot be planned"]
    }
    let numbers = conditions.flatMap(\.parameters.values)
    return [
      conditions.isEmpty ? "it has no conditions" : nil,
      conditions.allSatisfy { plan.workload($0.workload) != nil }
        ? nil : "it has a workload that is not the plan's",
      (primary + shown).allSatisfy { plan.measure($0) != nil } && !primary.isEmpty
        ? nil : "it has measures that are not the plan's, or none",
      (0...1).contains(delta) ? nil : "delta \(delta) is no share",
      numbers.allSatisfy { 0 < $0 && $0 < 1e9 } ? nil : "a condition's number is out of range",
      plan.isWhole(self)
        ? nil
        : "the schedule does not have every condition of everybody once in each of \(maximumBlocks) blocks",
    ].compactMap(\.self)
  }
}

extension Array where Element: Hashable {
  fileprivate var areUnique: Bool { Set(self).count == count }
}
