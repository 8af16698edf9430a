import SeededRandom

/// A user as its seat keeps it.
struct SessionUser {
  enum Standing {
    /// Nobody is in the seat.
    case away
    /// Nobody is, but somebody will be.
    case expected
    /// Nobody will be any more.
    case over
    /// It has begun, and waits for the window, or for a flow that is due.
    case prepared
    /// It waits for a time.
    case waiting
    /// It has a request to send.
    case ready
    /// Its request is under way.
    case asking
    /// It goes on as soon as its connection can.
    case answered
  }

  var standing = Standing.away
  /// Its number among all users.
  var number: Int
  /// Where it is in the program; nil: between flows.
  var place: Int?
  /// The flow that it is in; nil: it has begun none.
  var flow: Int?
  var flowsBegun = 0
  var flowsLeft = Int.max
  /// Whether it does no more flows, whatever is left.
  var isOver = false
  var random = SeededGenerator(seed: 0)
  var counters = InlineArray<4, Int>(repeating: 0)
  /// When it began, when its flow was due, and when what it does next is.
  var (begunNanoseconds, flowDueNanoseconds, dueNanoseconds): (UInt64, UInt64, UInt64) = (0, 0, 0)
  /// What the steps of its flow took, in nanoseconds, and what they took from when they were sent.
  var (responseNanoseconds, serviceNanoseconds): (UInt64, UInt64) = (0, 0)
  /// Whether it has waited for anything in its flow.
  var hasWaited = false
  /// How many questions it has had.
  var questions = 0
  /// Flows in a row that failed.
  var failures = 0

  /// How many requests it has sent.
  var requests = 0
  /// The request that it makes or has under way, when it was sent, and how often again.
  var request = 0
  var sentNanoseconds: UInt64 = 0
  var attempts = 0
  /// How often it was answered before what it asks for had come to pass, and when for the last time; 0: never.
  var polls = 0
  var notYetNanoseconds: UInt64 = 0
  /// Where that request is.
  var buffer: UnsafeMutablePointer<UInt8>?

  /// A seat for the user of this number.
  init(number: Int) { self.number = number }
}
