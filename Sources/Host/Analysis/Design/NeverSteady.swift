import Record

extension RunRecord {
  /// Who did not find its pace before the blocks, twins included; a warm-up that was asked for is taken for enough.
  var neverSteady: Set<Key<Participant>> {
    guard plan.procedure.warmupSeconds == nil else { return [] }
    return Set(
      plan.participants.filter { participant in
        pilot(of: participant).map { $0.failure == nil && $0.steady == nil } ?? false
      }.map(\.id))
  }
}
