import Platform

/// What a poller tells of one of its connections.
enum PollEvent {
  /// The attempt to connect has ended; `code` is 0 or the errno value of its failure.
  case connected(slot: Int, code: Int32)
  /// Bytes came, valid until the next event. `isMore`: more of them, or the end of the stream, are already there.
  case received(slot: Int, bytes: Bytes, isMore: Bool)
  /// The kernel took `count` more bytes of what `send` left over, and may take the rest.
  case sent(slot: Int, count: Int)
  /// A piece of a WebSocket's message came, valid until the next event; the last one, which may be empty, ends it.
  case message(slot: Int, bytes: Bytes, isText: Bool, isEnd: Bool)
  /// The server sends no more; `code` is 0 or an errno value. Of a WebSocket 0 is a close frame, EBADMSG what is not the protocol, EMSGSIZE a
  /// message that is too large, ENODATA an end within a message.
  case ended(slot: Int, code: Int32)
  /// The stop flag was raised.
  case stopped
}

/// What a poller is made for.
struct PollerSpec {
  /// Its connections are in the slots from 0 up to this number.
  let connections: Int
  /// Told of as an event when it is raised.
  let stop: StopFlag
  /// How answers may come together.
  let batching: Batching?
  /// Whether the kernel is asked when bytes came.
  let stampsReceives: Bool
  /// How connections are encrypted; nil: not at all.
  let tls: TLSSettings?
  /// How connections become WebSockets; nil: not at all.
  let webSocket: WebSocketSettings?
  /// How many bytes are sent at once at the most, if it is known.
  let largestSend: Int
  /// Whether memory that is sent from is used again, so that it must be known when the kernel has taken all of it.
  var reusesMemory: Bool { webSocket != nil }
}

/// Moves the bytes of a worker's connections, which it knows by their slots; what is sent when is the worker's to decide.
protocol Poller: SendableMetatype, ~Copyable {
  /// Its name in results, with what it was told to do differently.
  var name: String { get }

  /// Whether what is sent must stay where it is until the next wait; otherwise it was copied.
  static var defersSends: Bool { get }

  /// When the bytes of the last `received` came, on CLOCK_MONOTONIC in nanoseconds; 0 when the kernel did not say.
  var receivedNanoseconds: UInt64 { get }

  /// Bytes of requests that the kernel took, of whole records where they are encrypted.
  var bytesSent: Int { get }

  /// Bytes that came, where they are not those that `received` tells of.
  var bytesReceived: Int? { get }

  /// What TLS did; nil without it.
  var tls: TLSUse? { get }

  /// What WebSockets did; nil without them.
  var webSocket: WebSocketUse? { get }

  /// A poller; throws when the system refuses what it needs.
  init(_ spec: PollerSpec) throws(SystemError)

  /// Takes on a socket whose attempt to connect is under way.
  mutating func add(_ socket: Int32, slot: Int) throws(SystemError)

  /// Forgets a slot's socket, which is closed next.
  mutating func remove(slot: Int)

  /// Sends bytes; returns how many are done with. The rest must stay where it is until `sent` tells of it.
  mutating func send(_ bytes: UnsafeRawPointer, count: Int, slot: Int) -> Int

  /// Waits for events, `nanoseconds` at the longest; `outstanding` answers are under way.
  mutating func wait(nanoseconds: UInt64, outstanding: Int)

  /// The next event; nil when it is time to wait again.
  mutating func next() -> PollEvent?

  /// Takes leave of all servers as the protocol wants it, which takes two seconds at the longest.
  mutating func leave()
}

extension Poller where Self: ~Copyable {
  var bytesReceived: Int? { nil }
  var tls: TLSUse? { nil }
  var webSocket: WebSocketUse? { nil }
  mutating func leave() {}
}

/// Which poller a load asks for.
package enum PollerChoice: String, CaseIterable, Sendable {
  /// io_uring where the kernel lets us, otherwise epoll.
  case auto
  case uring
  case epoll
}
