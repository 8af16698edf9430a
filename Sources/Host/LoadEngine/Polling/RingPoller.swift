import CLinux
import Glibc
import Platform

/// io_uring: one receive stays in the kernel for the life of a connection, and sends are handed over with the next wait, so that
/// a request costs no system call of its own.
///
/// Completions come with waits only, and no more of them than there are buffers, so that a server that sends without end cannot keep the
/// worker from its other work.
struct RingPoller: Poller, ~Copyable {
  /// Longer requests may be taken in parts, so that their end is worth knowing; shorter ones fit an empty socket.
  private let certainlySent: Int
  static var defersSends: Bool { true }
  private static let bufferSize: UInt32 = 4096
  /// With more connections than that, receive buffers are a quarter as long, so that all of them still take 2 MB at the most.
  private static let manyConnections = 256

  private enum Operation: UInt64 {
    case connect, receive, send, stop
  }

  /// What a completion belongs to: the generation tells a slot's sockets apart. The size is that of a send of which only failure is told.
  private struct Token {
    static let highestSize = 1 << 14 - 1
    let value: UInt64

    init(_ operation: Operation, slot: Int, generation: UInt16, size: Int = 0) {
      value =
        UInt64(UInt32(truncatingIfNeeded: slot)) | UInt64(generation) << 32 | operation.rawValue << 48
        | UInt64(truncatingIfNeeded: size) << 50
    }

    init(value: UInt64) { self.value = value }

    var slot: Int { Int(truncatingIfNeeded: value & 0xffff_ffff) }
    var generation: UInt16 { UInt16(truncatingIfNeeded: value >> 32) }
    var operation: UInt64 { value >> 48 & 3 }
    var size: Int { Int(truncatingIfNeeded: value >> 50) }
  }

  private struct Slot {
    var socket: Int32 = -1
    var generation: UInt16 = 0
    /// The end of the submission queue when something was put there for the slot.
    var queued: UInt32 = 0
  }

  let name: String
  private var batching: BatchingState?
  private let ring: UnsafeMutablePointer<clinux_ring>
  private let slots: UnsafeMutablePointer<Slot>
  private let stopDescriptor: Int32
  private var stamps: ReceiveStamps?
  private(set) var receivedNanoseconds: UInt64 = 0
  private(set) var bytesSent = 0
  /// The buffer that the last event's bytes are in; negative for none.
  private var held: Int32 = -1

  /// Why there is no io_uring for us; nil when there is.
  static func probe() -> SystemError? {
    var ring = clinux_ring()
    let code = clinux_ring_open(&ring, 8, 16, 8, Self.bufferSize)
    guard code == 0 else { return SystemError("open an io_uring", code: code) }
    clinux_ring_close(&ring)
    return nil
  }

  init(_ spec: PollerSpec) throws(SystemError) {
    let connections = spec.connections
    let ring = UnsafeMutablePointer<clinux_ring>.allocate(capacity: 1)
    ring.initialize(to: clinux_ring())
    let entries = UInt32(min(4096, max(64, connections.nextPowerOfTwo)))
    let completions = UInt32(min(65536, max(1024, 4 * connections.nextPowerOfTwo)))
    let buffers = UInt32(min(2048, max(64, 2 * connections.nextPowerOfTwo)))
    let size = connections > Self.manyConnections ? Self.bufferSize / 4 : Self.bufferSize
    let code = clinux_ring_open(ring, entries, completions, buffers, size)
    guard code == 0 else {
      ring.deallocate()
      throw SystemError("open an io_uring", code: code)
    }
    self.ring = ring
    certainlySent = spec.reusesMemory ? 0 : Token.highestSize
    batching = spec.batching.map(BatchingState.init)
    name = (["io_uring"] + [spec.batching?.description].compactMap(\.self)).joined(separator: ", ")
    slots = .allocate(capacity: connections)
    slots.initialize(repeating: Slot(), count: connections)
    stopDescriptor = spec.stop.descriptor
    stamps = spec.stampsReceives ? ReceiveStamps() : nil
    clinux_ring_poll(ring, stopDescriptor, UInt32(POLLIN), Token(.stop, slot: 0, generation: 0).value)
  }

  deinit {
    clinux_ring_close(ring)
    ring.deallocate()
    slots.deallocate()
  }

  mutating func add(_ socket: Int32, slot: Int) throws(SystemError) {
    slots[slot].socket = socket
    if stamps != nil { _ = clinux_stamp_receives(socket) }
    clinux_ring_poll(ring, socket, UInt32(POLLOUT), token(.connect, slot))
    slots[slot].queued = ring.pointee.tail
  }

  mutating func remove(slot: Int) {
    // What is still queued for the socket would find the next one that gets its number.
    if Int32(bitPattern: slots[slot].queued &- ring.pointee.submitted) > 0 { clinux_ring_submit(ring) }
    // What the kernel still does for the socket would keep it open.
    shutdown(slots[slot].socket, Int32(SHUT_RDWR))
    slots[slot].socket = -1
    slots[slot].generation &+= 1
  }

  mutating func send(_ bytes: UnsafeRawPointer, count: Int, slot: Int) -> Int {
    let isLong = count > certainlySent
    let taken = isLong ? 0 : count
    clinux_ring_send(
      ring, slots[slot].socket, bytes, UInt32(truncatingIfNeeded: count), isLong ? 1 : 0,
      token(.send, slot, size: taken))
    slots[slot].queued = ring.pointee.tail
    bytesSent &+= taken
    return taken
  }

  mutating func wait(nanoseconds: UInt64, outstanding: Int) {
    stamps?.keepUp()
    if let batch = batching?.next(outstanding: outstanding, nanoseconds: nanoseconds) {
      enter(wanted: batch.answers, batch.nanoseconds)
      let came = Int(clinux_ring_ready(ring))
      batching?.note(came: came, of: batch.answers)
      guard came == 0, nanoseconds > batch.nanoseconds else { return }
    }
    enter(wanted: nanoseconds == 0 ? 0 : 1, nanoseconds)
  }

  private func enter(wanted: Int, _ nanoseconds: UInt64) {
    let code = clinux_ring_wait(ring, UInt32(truncatingIfNeeded: wanted), Int64(clamping: nanoseconds))
    precondition(
      code == 0 || code == ETIME || code == EINTR || code == EBUSY || code == EAGAIN,
      "io_uring_enter on a valid ring: errno \(code)")
  }

  mutating func next() -> PollEvent? {
    if held >= 0 {
      clinux_ring_return_buffer(ring, UInt32(bitPattern: held))
      held = -1
    }
    while clinux_ring_ready(ring) > 0 {
      guard let completion = clinux_ring_completion(ring)?.pointee else { return nil }
      clinux_ring_advance(ring)
      if let event = event(of: completion) { return event }
    }
    return nil
  }

  private func token(_ operation: Operation, _ slot: Int, size: Int = 0) -> UInt64 {
    Token(operation, slot: slot, generation: slots[slot].generation, size: size).value
  }

  private mutating func event(of completion: io_uring_cqe) -> PollEvent? {
    let token = Token(value: completion.user_data)
    let slot = token.slot
    if token.operation == Operation.stop.rawValue { return .stopped }
    let isCurrent = slots[slot].socket >= 0 && slots[slot].generation == token.generation
    if token.operation == Operation.receive.rawValue {
      return received(completion, slot, isCurrent: isCurrent)
    }
    // Also of a connection that is closed: the kernel took these bytes, whatever came of them.
    if token.operation == Operation.send.rawValue {
      bytesSent &+= max(0, Int(completion.res)) &- token.size
    }
    guard isCurrent else { return nil }
    guard token.operation == Operation.connect.rawValue else {
      // A send that failed comes with the end of the stream, which is told by the receive.
      return completion.res > 0 ? .sent(slot: slot, count: Int(completion.res)) : nil
    }
    let code = SocketError.pending(on: slots[slot].socket)
    if code == 0 {
      // The ring waits by itself; of a socket that does not block it would not.
      _ = fcntl(slots[slot].socket, F_SETFL, 0)
      receive(slot)
    }
    return .connected(slot: slot, code: code)
  }

  private func receive(_ slot: Int) {
    let token = token(.receive, slot)
    if stamps == nil {
      clinux_ring_receive(ring, slots[slot].socket, token)
    } else {
      clinux_ring_receive_stamped(ring, slots[slot].socket, token)
    }
    slots[slot].queued = ring.pointee.tail
  }

  /// A receive that will go on says so; one that came to its end for lack of buffers or room is started again.
  private mutating func received(_ completion: io_uring_cqe, _ slot: Int, isCurrent: Bool) -> PollEvent? {
    let count = Int(completion.res)
    let hasBuffer = completion.flags & UInt32(IORING_CQE_F_BUFFER) != 0
    let buffer = completion.flags >> UInt32(IORING_CQE_BUFFER_SHIFT)
    guard isCurrent else {
      if hasBuffer { clinux_ring_return_buffer(ring, buffer) }
      return nil
    }
    let goesOn = completion.flags & UInt32(IORING_CQE_F_MORE) != 0
    if !goesOn, count > 0 || count == -Int(ENOBUFS) { receive(slot) }
    guard count > 0 else {
      return count == -Int(ENOBUFS) ? nil : .ended(slot: slot, code: Int32(-count))
    }
    held = Int32(truncatingIfNeeded: buffer)
    let bytes = bytes(in: clinux_ring_buffer(ring, buffer), count)
    guard !bytes.isEmpty else { return .ended(slot: slot, code: 0) }
    let isMore = completion.flags & UInt32(IORING_CQE_F_SOCK_NONEMPTY) != 0
    return .received(slot: slot, bytes: bytes, isMore: isMore)
  }

  private mutating func bytes(in buffer: UnsafePointer<UInt8>?, _ count: Int) -> Bytes {
    guard let stamps else { return Bytes(start: buffer, count: count) }
    var (size, stamp): (UInt32, UInt64) = (0, 0)
    let start = clinux_ring_stamped(buffer, UInt32(truncatingIfNeeded: count), &size, &stamp)
    receivedNanoseconds = stamps.monotonic(stamp)
    return Bytes(start: start, count: Int(size))
  }
}

extension Int {
  /// The smallest power of two that is not smaller, from 1 on.
  fileprivate var nextPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
