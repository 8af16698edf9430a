/// One of a load's slowest requests: an answered one, with its times on CLOCK_MONOTONIC in nanoseconds.
package struct SlowRequest: Equatable, Sendable {
  /// When it was due; in a closed loop, when it was sent.
  package let dueNanoseconds: UInt64
  /// Just before its first write.
  package let sentNanoseconds: UInt64
  /// When the last byte of its answer came.
  package let endNanoseconds: UInt64
  /// Its connection's place among all of the load's.
  package let connection: Int32
  /// Which of the spec's requests it was.
  package let variant: Int32

  /// From when it was due to the end of its answer.
  package var latencyNanoseconds: UInt64 { endNanoseconds &- dueNanoseconds }

  /// Whether it comes before `other` among the slowest: slower, or as slow and due earlier.
  static func precedes(_ one: SlowRequest, _ other: SlowRequest) -> Bool {
    (other.latencyNanoseconds, one.dueNanoseconds, one.connection)
      < (one.latencyNanoseconds, other.dueNanoseconds, other.connection)
  }
}
