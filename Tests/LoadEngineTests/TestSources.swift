@testable import LoadEngine

/// A slot's request in memory of its own.
private struct SlotRequest {
  private static let capacity = 256
  private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
  let exchange = UnsafeMutablePointer<Exchange>.allocate(capacity: 1)

  /// Makes it a GET of this path.
  func set(path: String) {
    let text = Array("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n".utf8)
    bytes.update(from: text, count: text.count)
    exchange.initialize(
      to: Exchange(bytes: bytes, count: text.count, acceptedStatuses: 200...299, isHead: false, kind: 0))
  }

  func deallocate() {
    bytes.deallocate()
    exchange.deallocate()
  }
}

/// Asks for the path that the last answer's body named; the first of slot `i` of the load is `/i`.
struct LinkSource: RequestSource, ~Copyable {
  static var readsBodies: Bool { true }
  let kinds = 1
  private let requests: [SlotRequest]
  private var bodies: [[UInt8]]

  init(slots: Range<Int>) {
    requests = slots.map { _ in SlotRequest() }
    bodies = slots.map { Array("/\($0)".utf8) }
  }

  deinit { for request in requests { request.deallocate() } }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    requests[slot].set(path: String(decoding: bodies[slot], as: UTF8.self))
    bodies[slot] = []
    return UnsafePointer(requests[slot].exchange)
  }

  mutating func read(_ piece: Bytes, slot: Int, at now: UInt64) { bodies[slot] += piece }
}

/// Sends each request again after a pause when it is refused; its path tells how often it was.
struct RetrySource: RequestSource, ~Copyable {
  static var pauseNanoseconds: UInt64 { 5_000_000 }
  let kinds = 1
  private let requests: [SlotRequest]
  private let retries: Int
  private var attempts: [Int]

  init(slots: Range<Int>, retries: Int = 2) {
    requests = slots.map { _ in SlotRequest() }
    attempts = slots.map { _ in 0 }
    self.retries = retries
  }

  deinit { for request in requests { request.deallocate() } }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    attempts[slot] = 0
    requests[slot].set(path: "/0")
    return UnsafePointer(requests[slot].exchange)
  }

  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome {
    guard status == 503 else { return .accepted }
    return retry(slot, at: now).map { .again(at: $0) } ?? .failed(.status5xx)
  }

  mutating func abandon(
    _ exchange: UnsafePointer<Exchange>, slot: Int, _ kind: ErrorLedger.Kind, at now: UInt64
  ) -> UInt64? { retry(slot, at: now) }

  private mutating func retry(_ slot: Int, at now: UInt64) -> UInt64? {
    guard attempts[slot] < retries else { return nil }
    attempts[slot] += 1
    requests[slot].set(path: "/\(attempts[slot])")
    return now + Self.pauseNanoseconds
  }
}

/// Each slot wants to send at every multiple of an interval since its first request.
struct BeatSource: RequestSource, ~Copyable {
  static var keepsTime: Bool { true }
  let kinds = 1
  private let request = SlotRequest()
  private let interval: UInt64
  /// When each slot wants to send, and whether it waits for that.
  private var beats: [(due: UInt64, isWaiting: Bool)]

  init(slots: Int, interval: UInt64) {
    self.interval = interval
    beats = (0..<slots).map { _ in (0, false) }
    request.set(path: "/")
  }

  deinit { request.deallocate() }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    let wanted = beats[slot].due
    guard wanted <= due else {
      beats[slot].isWaiting = true
      return nil
    }
    if wanted > 0 { due = wanted }
    beats[slot] = (due + interval, false)
    return UnsafePointer(request.exchange)
  }

  var nextDueNanoseconds: UInt64 { beats.filter(\.isWaiting).map(\.due).min() ?? .max }

  mutating func takeDue(at now: UInt64) -> Int? {
    let slot = beats.firstIndex { $0.isWaiting && $0.due <= now }
    if let slot { beats[slot].isWaiting = false }
    return slot
  }
}

/// Uses so much processor time before each request.
struct BusySource: RequestSource, ~Copyable {
  let kinds = 1
  private let request = SlotRequest()
  private let nanoseconds: UInt64

  init(nanoseconds: UInt64) {
    self.nanoseconds = nanoseconds
    request.set(path: "/")
  }

  deinit { request.deallocate() }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    let end = GeneratorUsage.ofThisThread().cpuNanoseconds + nanoseconds
    while GeneratorUsage.ofThisThread().cpuNanoseconds < end {}
    return UnsafePointer(request.exchange)
  }
}

extension GeneratorUsage {
  /// Processor time in both modes.
  var cpuNanoseconds: UInt64 { cpuUserNanoseconds + cpuSystemNanoseconds }
}
