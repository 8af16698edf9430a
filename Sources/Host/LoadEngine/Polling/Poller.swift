import Platform

/// What a poller tells of one of its connections.
enum PollEvent {
  /// The attempt to connect has ended; `code` is 0 or the errno value of its failure.
  case connected(slot: Int, code: Int32)
  /// Bytes came, valid until the next event. `isMore`: more of them, or the end of the stream, are already there.
  case received(slot: Int, bytes: Bytes, isMore: Bool)
  /// The kernel took `count` more bytes of what `send` left over, and may take the rest.
  case sent(slot: Int, count: Int)
  /// The server sends no more; `code` is 0 or an errno value.
  case ended(slot: Int, code: Int32)
  /// The stop flag was raised.
  case stopped
}

/// Moves the bytes of a worker's connections, which it knows by their slots; what is sent when is the worker's to decide.
protocol Poller: ~Copyable {
  /// Its name in results, with what it was told to do differently.
  var name: String { get }

  /// A poller of connections in the slots `0..<connections`; throws when the kernel refuses what it needs.
  init(connections: Int, stop: StopFlag, batching: Batching?) throws(SystemError)

  /// Takes on a socket whose attempt to connect is under way.
  mutating func add(_ socket: Int32, slot: Int) throws(SystemError)

  /// Forgets a slot's socket, which is closed next.
  mutating func remove(slot: Int)

  /// Sends bytes, which must stay where they are; returns how many are done with, the rest being told of by `sent`.
  mutating func send(_ bytes: UnsafeRawPointer, count: Int, slot: Int) -> Int

  /// Waits for events, `nanoseconds` at the longest; `outstanding` answers are under way.
  mutating func wait(nanoseconds: UInt64, outstanding: Int)

  /// The next event; nil when it is time to wait again.
  mutating func next() -> PollEvent?
}

/// Which poller a load asks for.
package enum PollerChoice: String, CaseIterable, Sendable {
  /// io_uring where the kernel lets us, otherwise epoll.
  case auto
  case uring
  case epoll
}
