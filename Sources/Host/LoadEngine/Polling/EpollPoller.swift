import CLinux
import Glibc
import Platform

/// Edge-triggered epoll: a socket is registered once, for both directions, and read until it is empty.
///
/// An edge for output comes only after a short write (the kernel marks the socket as full then) and after connecting, so watching
/// for it costs nothing.
struct EpollPoller: Poller, ~Copyable {
  let name = "epoll"
  static var defersSends: Bool { false }
  private static let stopToken = UInt64.max
  private static let bufferSize = 65536
  /// So many reads of a slot in a row, then the others have their turn: a server that sends without end fills every buffer.
  private static let readsInARow = 8
  private static let interest: Epoll.Readiness = [.input, .output, .peerClosed, .edgeTriggered]

  private struct Slot {
    var socket: Int32 = -1
    var isConnecting = false
  }

  private let epoll: Epoll
  private let slots: UnsafeMutablePointer<Slot>
  private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bufferSize)
  /// The last wait's events: how many there are, and which one is next.
  private var count = 0
  private var index = 0
  /// The slot that is being read, negative for none, how often it was, and whether its stream has ended.
  private var reading = -1
  private var reads = 0
  private var hasEnded = false
  private var stamps: ReceiveStamps?
  private(set) var receivedNanoseconds: UInt64 = 0
  private(set) var bytesSent = 0

  init(_ spec: PollerSpec) throws(SystemError) {
    let epoll = try Epoll(capacity: 256)
    try epoll.watch(spec.stop.descriptor, for: .input, token: Self.stopToken)
    self.epoll = epoll
    stamps = spec.stampsReceives ? ReceiveStamps() : nil
    slots = .allocate(capacity: spec.connections)
    slots.initialize(repeating: Slot(), count: spec.connections)
  }

  deinit {
    slots.deallocate()
    buffer.deallocate()
  }

  mutating func add(_ socket: Int32, slot: Int) throws(SystemError) {
    try epoll.watch(socket, for: Self.interest, token: UInt64(slot))
    slots[slot] = Slot(socket: socket, isConnecting: true)
    if stamps != nil { _ = clinux_stamp_receives(socket) }
  }

  mutating func remove(slot: Int) {
    slots[slot] = Slot()
    if reading == slot { reading = -1 }
  }

  mutating func send(_ bytes: UnsafeRawPointer, count: Int, slot: Int) -> Int {
    var done = 0
    while done < count {
      let taken = Glibc.send(slots[slot].socket, bytes + done, count &- done, Int32(MSG_NOSIGNAL))
      // An error is left to the hang-up event that comes with it: the answer may have come before.
      guard taken > 0 else { break }
      done &+= taken
    }
    bytesSent &+= done
    return done
  }

  mutating func wait(nanoseconds: UInt64, outstanding: Int) {
    stamps?.keepUp()
    count = epoll.wait(nanoseconds: nanoseconds)
    index = 0
  }

  mutating func next() -> PollEvent? {
    while true {
      if reading >= 0, let event = read() { return event }
      guard index < count else { return nil }
      let token = epoll.token(at: index)
      if token == Self.stopToken {
        index &+= 1
        return .stopped
      }
      if let event = begin(Int(truncatingIfNeeded: token), epoll.readiness(at: index)) { return event }
    }
  }

  /// Goes on with the event at `index`: first the end of connecting, then what can be sent, then what has come.
  private mutating func begin(_ slot: Int, _ readiness: Epoll.Readiness) -> PollEvent? {
    let socket = slots[slot].socket
    guard socket >= 0 else {
      index &+= 1
      return nil
    }
    if slots[slot].isConnecting {
      slots[slot].isConnecting = false  // the same event may report more
      return .connected(slot: slot, code: SocketError.pending(on: socket))
    }
    index &+= 1
    hasEnded = !readiness.isDisjoint(with: [.peerClosed, .hangUp, .error])
    if hasEnded || readiness.contains(.input) { (reading, reads) = (slot, 0) }
    return readiness.contains(.output) ? .sent(slot: slot, count: 0) : nil
  }

  private mutating func receive(_ socket: Int32) -> Int {
    guard let stamps else { return recv(socket, buffer.baseAddress, buffer.count, 0) }
    var stamp: UInt64 = 0
    defer { receivedNanoseconds = stamps.monotonic(stamp) }
    return clinux_receive_stamped(socket, buffer.baseAddress, buffer.count, &stamp)
  }

  /// Lets a slot that was read often enough be reported again after the others.
  private mutating func takeTurns(_ slot: Int) {
    reads &+= 1
    guard reads == Self.readsInARow else { return }
    reading = -1
    do { try epoll.watch(slots[slot].socket, for: Self.interest, token: UInt64(slot)) } catch {
      preconditionFailure("a socket that is watched can be watched again: \(error)")
    }
  }

  /// A short read empties the socket; but an end of stream reported with the same event is not reported again.
  private mutating func read() -> PollEvent? {
    let slot = reading
    let count = receive(slots[slot].socket)
    if count > 0 {
      if count < buffer.count, !hasEnded { reading = -1 } else { takeTurns(slot) }
      return .received(slot: slot, bytes: Bytes(start: buffer.baseAddress, count: count), isMore: hasEnded)
    }
    reading = -1
    if count < 0, errno == EAGAIN { return nil }
    return .ended(slot: slot, code: count == 0 ? 0 : errno)
  }
}
