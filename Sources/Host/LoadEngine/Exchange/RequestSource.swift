/// Reads answers while they come.
protocol AnswerReading: ~Copyable {
  /// Whether bodies are read at all; where they are not, the code that hands them over is not there.
  static var readsBodies: Bool { get }

  /// Takes in the next piece of the body of a slot's answer, without its transfer coding, received at `now`; it is valid in the call.
  mutating func read(_ piece: Bytes, slot: Int, at now: UInt64)

  /// Whether header fields are read; where they are not, the code that hands them over is not there.
  static var readsFields: Bool { get }

  /// Whether those of a slot's answer are; where they are not, a known head is not parsed.
  func readsFields(slot: Int) -> Bool

  /// Takes in a field line of the head of a slot's answer; it is valid in the call.
  mutating func read(field line: Bytes, slot: Int)
}

extension AnswerReading where Self: ~Copyable {
  static var readsBodies: Bool { false }
  mutating func read(_ piece: Bytes, slot: Int, at now: UInt64) {}
  static var readsFields: Bool { false }
  func readsFields(slot: Int) -> Bool { Self.readsFields }
  mutating func read(field line: Bytes, slot: Int) {}
}

/// Decides what a worker sends: makes the next exchange of each of its slots, which are its connections, and is told what came of it.
///
/// When a slot sends is not a source's concern but pacing's, unless it keeps time itself. Workers are compiled for their source, and what
/// it leaves at its default is compiled away. Each worker has its own, on its own thread: it must not allocate, lock or wait.
protocol RequestSource: AnswerReading, SendableMetatype, ~Copyable {
  /// The number of kinds its exchanges have, counted from 0.
  var kinds: Int { get }

  /// How often each exchange's request stands behind itself, so that it can be pipelined.
  var copies: Int { get }

  /// The next exchange of a slot that is free to send, which must stay where it is until it has ended; nil: the slot has none now, and
  /// `takeDue` will name it when it has.
  ///
  /// `due`: when pacing wants it, in a closed loop now; a source that keeps time says instead when it was due by its own.
  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>?

  /// A complete answer came at `now`; what it is. `again` is for exchanges that are not pipelined.
  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome

  /// An answer was accepted, in the window or after it; `latency` in nanoseconds, nil of those that have none.
  mutating func note(_ exchange: UnsafePointer<Exchange>, latency: UInt64?, isInWindow: Bool)

  /// The exchange failed without a complete answer; when the same request is sent again, nil: not at all, and it counts as failed.
  mutating func abandon(
    _ exchange: UnsafePointer<Exchange>, slot: Int, _ kind: ErrorLedger.Kind, at now: UInt64
  ) -> UInt64?

  /// Whether it is told when answers begin; where it is not, the code that does so is not there.
  static var timesAnswers: Bool { get }

  /// The first bytes of a slot's answer came at `now`.
  mutating func begin(slot: Int, at now: UInt64)

  /// Whether its connections are WebSockets, whose messages are its exchanges; where they are not, the code for them is not there.
  static var readsMessages: Bool { get }

  /// Takes in the next piece of a message that came in a slot; the last one, which may be empty, ends it. It is valid in the call.
  mutating func read(message piece: Bytes, isText: Bool, isEnd: Bool, slot: Int, at now: UInt64)

  /// Whether a slot's exchange is complete when the server closes its connection as WebSockets are closed.
  mutating func endsWithConnection(slot: Int) -> Bool

  /// Whether an answer that does not come in time is an error.
  static var hasTimeLimit: Bool { get }

  /// How many bytes it sends at once at the most; 0 where nobody needs to know.
  var largestSend: Int { get }

  /// When a slot's answer last went on, which its time limit counts from; 0: from when it was asked for.
  func lastSign(slot: Int) -> UInt64

  /// Whether something is to be done before the window, which was begun at `now`: exchanges that are no part of what is measured.
  mutating func prepare(at now: UInt64) -> Bool

  /// The window, or a slice of it, begins or ends at `now`.
  mutating func windowChanged(isOpen: Bool, at now: UInt64)

  /// Events or messages of streams so far; nil: it reads none.
  var items: Int? { get }

  /// Its users, and the flows that they have completed so far; nil: it has none.
  var sessions: LoadInterval.Sessions? { get }

  /// How many of its answers go on and may have no end, so that nobody waits for it when the window is over.
  var endless: Int { get }

  /// Adds what it has found beside the requests themselves, when the load is over.
  mutating func report(to result: inout LoadResult)

  /// Whether slots wait for times of the source's own; then latency counts from when it says that exchanges were due, and lateness too.
  static var keepsTime: Bool { get }

  /// Whether a slot's connection is opened when it has an exchange to send and none is open, instead of all at the beginning and again as soon
  /// as they are closed. Only for sources that keep time.
  static var connectsOnDemand: Bool { get }

  /// Whether a slot that goes on is not to go on with a connection that is open.
  func wantsNewConnection(slot: Int) -> Bool

  /// Whether it has nothing more to send, ever.
  var isSpent: Bool { get }

  /// Whether the window is to end now, and what is under way is waited for.
  var hasReachedLimit: Bool { get }

  /// Whether nothing is under way that goes on after the window: exchanges that follow those of the window.
  var isResting: Bool { get }

  /// Whether what it sends is due at times of its own, so that a slice may end while nothing is answered.
  var hasArrivals: Bool { get }

  /// The earliest time at which a waiting slot has an exchange, on CLOCK_MONOTONIC in nanoseconds; `UInt64.max`: none.
  var nextDueNanoseconds: UInt64 { get }

  /// A slot that waited and has an exchange at `now`, each once; nil: no more. If it cannot send at once, it will ask when it can.
  mutating func takeDue(at now: UInt64) -> Int?
}

extension RequestSource where Self: ~Copyable {
  var copies: Int { 1 }

  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome {
    exchange.pointee.acceptedStatuses.contains(status) ? .accepted : .failed(.init(status: status))
  }

  mutating func abandon(
    _ exchange: UnsafePointer<Exchange>, slot: Int, _ kind: ErrorLedger.Kind, at now: UInt64
  ) -> UInt64? { nil }

  mutating func note(_ exchange: UnsafePointer<Exchange>, latency: UInt64?, isInWindow: Bool) {}
  static var timesAnswers: Bool { false }
  mutating func begin(slot: Int, at now: UInt64) {}
  static var readsMessages: Bool { false }
  mutating func read(message piece: Bytes, isText: Bool, isEnd: Bool, slot: Int, at now: UInt64) {}
  mutating func endsWithConnection(slot: Int) -> Bool { false }
  static var hasTimeLimit: Bool { true }
  var largestSend: Int { 0 }
  var items: Int? { nil }
  var sessions: LoadInterval.Sessions? { nil }
  var endless: Int { 0 }
  func lastSign(slot: Int) -> UInt64 { 0 }
  mutating func prepare(at now: UInt64) -> Bool { false }
  mutating func windowChanged(isOpen: Bool, at now: UInt64) {}
  mutating func report(to result: inout LoadResult) {}

  static var keepsTime: Bool { false }
  static var connectsOnDemand: Bool { false }
  func wantsNewConnection(slot: Int) -> Bool { false }
  var isSpent: Bool { false }
  var hasReachedLimit: Bool { false }
  var isResting: Bool { true }
  var hasArrivals: Bool { false }
  var nextDueNanoseconds: UInt64 { .max }
  mutating func takeDue(at now: UInt64) -> Int? { nil }
}
