package import Statistics

/// What a part of a mixed load did.
package struct PartFigures: Sendable {
  /// Its requests that were started.
  package internal(set) var sent = 0
  /// Those of them that were answered as they should be.
  package internal(set) var answered = 0
  /// Those of `answered` whose last byte came before the window ended.
  package internal(set) var answeredInWindow = 0
  /// The latencies of those of `answered` that have one, in nanoseconds, as `LoadResult.latency` has them.
  package internal(set) var latency = Histogram()

  /// Adds what another worker did of the same part.
  mutating func merge(_ other: PartFigures) {
    sent += other.sent
    answered += other.answered
    answeredInWindow += other.answeredInWindow
    latency.merge(other.latency)
  }
}
