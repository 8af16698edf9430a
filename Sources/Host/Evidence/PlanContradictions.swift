import Record

extension Plan {
  private static let mostBlocks = 1000

  /// What cannot be planned.
  var contradictions: [String] {
    let familyIDs = families.map(\.id)
    let conditions = conditions.map(\.id)
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
    ].compactMap(\.self) + blockContradictions
      + families.flatMap { family in
        family.contradictions(in: self).map { "family \(family.id): \($0)" }
      }
  }

  /// Whether a block has everybody and every condition once.
  private func isWhole(_ block: Block) -> Bool {
    block.participants.sorted() == participants.map(\.id).sorted()
      && block.conditions.sorted() == conditions.map(\.id).sorted()
  }

  private var blockContradictions: [String] {
    guard (1...Self.mostBlocks).contains(blocks.count), (0...blocks.count).contains(minimumBlocks) else {
      return ["\(minimumBlocks) to \(blocks.count) blocks cannot be planned"]
    }
    let seconds = [procedure.warmupSeconds, procedure.closedSeconds, procedure.offeredSeconds].compactMap(
      \.self)
    return [
      blocks.allSatisfy(isWhole) ? nil : "a block does not have everybody and every condition once",
      (seconds + [procedure.sliceSeconds, budgetSeconds]).allSatisfy((0.001..<1e9).contains)
        && (0..<1e9).contains(procedure.pilotSeconds) ? nil : "a time is out of range",
    ].compactMap(\.self)
  }
}

extension Family {
  fileprivate func contradictions(in plan: Plan) -> [String] {
    let numbers = conditions.flatMap(\.parameters.values)
    return [
      conditions.isEmpty ? "it has no conditions" : nil,
      conditions.allSatisfy { plan.workload($0.workload) != nil }
        ? nil : "it has a workload that is not the plan's",
      (primary + shown).allSatisfy { plan.measure($0) != nil } && !primary.isEmpty
        ? nil : "it has measures that are not the plan's, or none",
      (0...1).contains(delta) ? nil : "delta \(delta) is no share",
      numbers.allSatisfy { 0 < $0 && $0 < 1e9 } ? nil : "a condition's number is out of range",
    ].compactMap(\.self)
  }
}

extension Array where Element: Hashable {
  fileprivate var areUnique: Bool { Set(self).count == count }
}
