/// One request as the worker sees it: where its bytes are, what it accepts, and whose answers look alike.
struct Exchange {
  /// The request, followed by itself as often as it may be sent at once.
  let bytes: UnsafeRawPointer
  /// The size of one.
  let count: Int
  /// The statuses that are an answer, if its source has no opinion of its own.
  let acceptedStatuses: ClosedRange<Int>
  /// Whether it is a HEAD request, whose answer has no body whatever its head says (RFC 9112 §6.3).
  let isHead: Bool
  /// Which of its source's kinds it is, whose answers tend to begin alike: results name it as the variant.
  let kind: Int
  /// Whether sending it twice is meant to have the effect of sending it once (RFC 9110 §9.2.2).
  var isIdempotent = false
}

/// What a complete answer is to the source that asked.
enum ExchangeOutcome {
  /// The request is answered, and its latency counts.
  case accepted
  /// The request failed.
  case failed(ErrorLedger.Kind)
  /// What came is a part of the answer, which goes on.
  case goesOn
  /// The same request is sent again at this time, on CLOCK_MONOTONIC in nanoseconds; until its last answer it is under way, and its
  /// latency goes on.
  case again(at: UInt64)
}
