import Glibc

/// One of a worker's connections: plain state in the worker's slab; it closes its socket when it goes.
struct Connection: ~Copyable {
  enum Phase: UInt8 {
    /// Not connected; tries again at `retryNanoseconds`.
    case waiting
    /// Connected; sends its outstanding request again at `retryNanoseconds`.
    case pausing
    /// A connection attempt is under way since `startedNanoseconds`.
    case connecting
    /// Connected, with no request outstanding.
    case idle
    /// A request is outstanding since `startedNanoseconds`.
    case busy
  }

  var socket: Int32 = -1
  var phase = Phase.waiting
  /// Whether it was ever connected.
  var wasOpen = false
  /// Whether its socket has carried an answer.
  var isReused = false
  /// Failures in a row, which lengthen the wait before the next attempt.
  var failures: UInt8 = 0
  /// The exchange sent last; nil before the first.
  var exchange: UnsafePointer<Exchange>?
  /// Requests without an answer yet: one, or what is left of those that were sent at once.
  var pending = 0
  /// How many bytes of them there are to write, and how many the kernel took.
  var size = 0
  var written = 0
  /// When the request was sent, or connecting began.
  var startedNanoseconds: UInt64 = 0
  /// When the request was due; in a closed loop, when it was sent.
  var dueNanoseconds: UInt64 = 0
  /// Whether it is among those that wait for a request to be due, or to be opened.
  var isListed = false
  /// Whether its request is the first of a slice, which found an app with less to do than all those that follow.
  var isFirst = false
  var retryNanoseconds: UInt64 = 0
  var parser: AnswerParser
  /// Where the answer is kept when this request is a canary.
  var capture: UnsafeMutablePointer<CapturedAnswer>?

  init(maximumBodyBytes: Int) {
    parser = AnswerParser(maximumBodyBytes: maximumBodyBytes)
  }

  deinit {
    if socket >= 0 { Glibc.close(socket) }
    capture?.deinitialize(count: 1).deallocate()
  }

  /// Closes the socket, which also ends its watch.
  mutating func close() {
    if socket >= 0 { Glibc.close(socket) }
    socket = -1
    phase = .waiting
    isReused = false
  }

  /// Whether none of the requests that were sent last has its answer.
  var awaitsAll: Bool { exchange.map { pending &* $0.pointee.count == size } ?? false }

  /// Makes the outstanding request a canary, which is kept with its answer if so wanted.
  mutating func beginCapture(of exchange: UnsafePointer<Exchange>, withRequest keepsRequest: Bool) {
    let request = UnsafeRawBufferPointer(start: exchange.pointee.bytes, count: exchange.pointee.count)
    let capture = UnsafeMutablePointer<CapturedAnswer>.allocate(capacity: 1)
    capture.initialize(
      to: CapturedAnswer(variant: exchange.pointee.kind, request: keepsRequest ? Array(request) : []))
    self.capture = capture
  }

  /// The canary's answer as far as it came; nil when the request was none.
  mutating func endCapture() -> CapturedAnswer? {
    guard let capture else { return nil }
    self.capture = nil
    defer { capture.deallocate() }
    return capture.move()
  }
}
