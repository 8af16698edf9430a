import Foundation

/// Each slot asks for the same event stream, again when it has ended, and reads its events as they come.
///
/// A slot's buffers grow to its largest event and are kept, so nothing is allocated for an event of usual size.
struct EventStreamSource: RequestSource, ~Copyable {
  static var readsBodies: Bool { true }
  static var readsFields: Bool { true }
  static var timesAnswers: Bool { true }
  static var keepsTime: Bool { true }

  let kinds = 1
  private let settings: EventStreamSettings
  private let request: PreparedRequest
  private var first: RotatingSource
  private let slots: UnsafeMutablePointer<Slot>
  private let count: Int
  private var reader: Reader
  private var wakeTimes = WakeTimes()

  private struct Slot: ~Copyable {
    var parser = EventStreamParser()
    /// When the first byte of the answer came.
    var beganNanoseconds: UInt64 = 0
    var isEventStream = false
    var isTooLarge = false
    /// How long the server wants its readers to wait before they come back; what is usual, unless it says so.
    var retryNanoseconds: UInt64 = 3_000_000_000
    /// When it comes back; 0: it does not wait.
    var wakeNanoseconds: UInt64 = 0
    /// What it sends when it comes back.
    var again: RotatingSource?
  }

  /// A worker's source for so many connections.
  init(_ request: PreparedRequest, _ settings: EventStreamSettings, slots: Int) {
    self.settings = settings
    self.request = request
    first = RotatingSource([request], connections: 0..<slots, copies: 1)
    self.slots = .allocate(capacity: slots)
    for slot in 0..<slots { (self.slots + slot).initialize(to: Slot()) }
    count = slots
    reader = Reader(
      streams: StreamRecorder(slots: slots, silentAreOpen: false), countsIDs: settings.countsIDs)
  }

  deinit { slots.deinitialize(count: count).deallocate() }

  // MARK: Asking

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    let stream = slots + slot
    if stream.pointee.wakeNanoseconds > 0 {
      guard stream.pointee.wakeNanoseconds <= due else { return nil }
      due = stream.pointee.wakeNanoseconds
      stream.pointee.wakeNanoseconds = 0
    }
    let id = settings.comesBack ? stream.pointee.parser.lastEventID : []
    stream.pointee.parser.reset(after: id)
    (stream.pointee.isEventStream, stream.pointee.isTooLarge) = (false, false)
    reader.streams.ask(slot: slot, due: due)
    guard !id.isEmpty else { return first.next(slot: slot, due: &due) }
    stream.pointee.again = RotatingSource([request.asking(after: id)], connections: 0..<1, copies: 1)
    return stream.pointee.again?.next(slot: 0, due: &due)
  }

  /// Lets a slot wait for as long as its server wants it to.
  private mutating func wait(_ slot: Int, from now: UInt64) {
    guard settings.comesBack else { return }
    slots[slot].wakeNanoseconds = now &+ slots[slot].retryNanoseconds
    wakeTimes.add(slot, at: slots[slot].wakeNanoseconds)
  }

  var nextDueNanoseconds: UInt64 { wakeTimes.next }

  mutating func takeDue(at now: UInt64) -> Int? { wakeTimes.take(at: now) }

  // MARK: Reading

  mutating func begin(slot: Int, at now: UInt64) { slots[slot].beganNanoseconds = now }

  mutating func read(field line: Bytes, slot: Int) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
      FieldSyntax.equals(Bytes(rebasing: line[..<colon]), "content-type")
    else { return }
    let type = line[(colon + 1)...].prefix { $0 != UInt8(ascii: ";") }
    let stream = slots + slot
    stream.pointee.isEventStream = FieldSyntax.equals(
      FieldSyntax.trimmed(Bytes(rebasing: type)), "text/event-stream")
    guard stream.pointee.isEventStream else { return }
    let began = stream.pointee.beganNanoseconds
    reader.streams.notice(slot: slot, at: began, began: began)
  }

  mutating func read(_ piece: Bytes, slot: Int, at now: UInt64) {
    let stream = slots + slot
    guard stream.pointee.isEventStream else { return }
    reader.streams.notice(slot: slot, at: now, began: stream.pointee.beganNanoseconds)
    guard !stream.pointee.isTooLarge else { return }
    (reader.slot, reader.now, reader.retryNanoseconds) = (slot, now, nil)
    do throws(EventStreamParser.TooLarge) {
      try stream.pointee.parser.read(piece, to: &reader)
    } catch {
      stream.pointee.isTooLarge = true
      reader.streams.noteOversized()
    }
    if let time = reader.retryNanoseconds { stream.pointee.retryNanoseconds = time }
  }

  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome {
    wait(slot, from: now)
    let stream = slots + slot
    var failure: ErrorLedger.Kind?
    if !exchange.pointee.acceptedStatuses.contains(status) {
      failure = .init(status: status)
    } else if !stream.pointee.isEventStream {
      failure = .wrongBody
    } else if stream.pointee.isTooLarge {
      failure = .tooLarge
    }
    guard let failure else {
      reader.streams.notice(slot: slot, at: now, began: stream.pointee.beganNanoseconds)
      return reader.streams.end(slot: slot, wanted: settings.wanted) ? .accepted : .failed(.wrongBody)
    }
    reader.streams.abandon(slot: slot)
    return .failed(failure)
  }

  mutating func abandon(
    _ exchange: UnsafePointer<Exchange>, slot: Int, _ kind: ErrorLedger.Kind, at now: UInt64
  ) -> UInt64? {
    wait(slot, from: now)
    reader.streams.abandon(slot: slot)
    return nil
  }

  func lastSign(slot: Int) -> UInt64 { reader.streams.lastSign(slot: slot) }

  mutating func windowChanged(isOpen: Bool, at now: UInt64) { reader.streams.isInWindow = isOpen }

  var items: Int? { reader.streams.items }

  /// One of so many events has an end.
  var endless: Int { settings.wanted == nil ? reader.streams.open : 0 }

  mutating func report(to result: inout LoadResult) {
    result.streams = reader.streams.snapshot()
  }

  /// Takes the events in.
  private struct Reader: EventReading, ~Copyable {
    var streams: StreamRecorder
    let countsIDs: Bool
    /// Whose events come, and when they came.
    var slot = 0
    var now: UInt64 = 0
    /// What they said of when to come back; nil: nothing.
    var retryNanoseconds: UInt64?

    init(streams: consuming StreamRecorder, countsIDs: Bool) {
      self.streams = streams
      self.countsIDs = countsIDs
    }

    mutating func read(event type: Bytes, data: Bytes, id: Bytes) {
      streams.take(
        slot: slot, at: now, isNumbered: countsIDs, number: countsIDs ? EventStreamParser.number(id) : nil)
    }

    mutating func read(retry milliseconds: Int) {
      retryNanoseconds = UInt64(min(milliseconds, 1 << 40)) * 1_000_000
    }
  }
}

extension PreparedRequest {
  /// The same, which tells the server the id of the last event that came.
  fileprivate func asking(after id: [UInt8]) -> PreparedRequest {
    let end = bytes.firstRange(of: [13, 10, 13, 10] as [UInt8])?.lowerBound ?? bytes.endIndex
    let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n").filter {
      !$0.lowercased().hasPrefix("last-event-id:")
    }
    let head = Array((lines.joined(separator: "\r\n") + "\r\nLast-Event-ID: ").utf8) + id
    return PreparedRequest(
      bytes: head + bytes[end...], acceptedStatuses: acceptedStatuses, isHead: isHead)
  }
}
