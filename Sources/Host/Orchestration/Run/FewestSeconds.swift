import Record

extension Plan {
  /// About how long the families that follow one take at least, in seconds.
  func fewestSeconds(after family: Key<Family>) -> Double {
    families.drop { $0.id != family }.dropFirst().reduce(0) {
      $0 + $1.fewestSeconds(participants: participants.count)
    }
  }
}

extension Family {
  /// What a fresh process takes before its first window, and what is between windows, in seconds: as measured with fast frameworks,
  /// because it is the least that is asked for.
  private static let (startSeconds, betweenSeconds) = (0.5, 0.05)

  /// About how long its fewest blocks take, in seconds, when requests are many.
  func fewestSeconds(participants: Int) -> Double {
    let windows = conditions.reduce(0) { $0 + window.seconds(under: $1) + Self.betweenSeconds }
    let warmups = Double(Set(conditions.map(\.workload)).count) * window.warmup.seconds
    return Double(minimumBlocks * participants) * (windows + warmups + Self.startSeconds)
  }
}
