import Record

/// Blocks are chosen by what a hypervisor took from them alone, never by what was measured in them.
extension RunRecord {
  /// A block from which more was taken is measured again, if there is time.
  private static let mostSteal = 0.05

  private func isDisturbed(_ block: Int) -> Bool {
    stealShare(ofBlock: block).map { $0 > Self.mostSteal } ?? false
  }

  /// Whether a block past those that were planned is measured in the place of one that was disturbed: there are half as many such blocks as
  /// were planned at the most.
  func isRepetition(_ block: Int) -> Bool {
    guard plan.minimumBlocks..<plan.minimumBlocks + plan.minimumBlocks / 2 ~= block else { return false }
    return (0..<block).count { !isDisturbed($0) } < plan.minimumBlocks
  }

  /// The blocks that count: all, but for as many of the disturbed ones, from the most disturbed on, as there were repetitions.
  var countedBlocks: Set<Int> {
    let blocks = Set(trials.map(\.block))
    let repetitions = blocks.count { isRepetition($0) }
    let disturbed = blocks.filter(isDisturbed).sorted { first, second in
      (stealShare(ofBlock: first) ?? 0, first) > (stealShare(ofBlock: second) ?? 0, second)
    }
    return blocks.subtracting(disturbed.prefix(repetitions))
  }
}
