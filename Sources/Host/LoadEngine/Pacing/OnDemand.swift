import Platform

/// Slots that have something to send and no connection, in the order in which they wanted one.
struct ConnectQueue: ~Copyable {
  /// So many connections may be opened before the server has answered on one of them; then as many again after each pause. Who finds a
  /// server's queue full of those that it has not accepted tries again after a second, and nobody but the server knows how long it is.
  static let (burst, pauseNanoseconds) = (64, UInt64(10_000_000))

  private var slots: SlotQueue
  /// Connections that were opened and have not carried an answer.
  private var unproven = 0
  private var left = burst
  private var nextBurstNanoseconds: UInt64 = 0

  /// A queue for so many slots, of which each is in it once at the most.
  init(slots capacity: Int) { slots = SlotQueue(slots: capacity) }

  /// How many are in it.
  var count: Int { slots.count }

  /// Adds a slot that is not in it.
  mutating func push(_ slot: Int) { slots.push(slot) }

  /// The next slot that may connect at `now`; nil: none.
  mutating func pop(at now: UInt64) -> Int? {
    guard count > 0 else { return nil }
    if unproven >= Self.burst {
      if now >= nextBurstNanoseconds {
        (left, nextBurstNanoseconds) = (Self.burst, now &+ Self.pauseNanoseconds)
      }
      guard left > 0 else { return nil }
      left &-= 1
    }
    return slots.pop()
  }

  /// When one may connect; `UInt64.max`: nobody wants to, or those who want to may when one that is under way is answered.
  var nextNanoseconds: UInt64 { count > 0 ? nextBurstNanoseconds : .max }

  /// A connection was opened.
  mutating func noteOpened() { unproven &+= 1 }

  /// One carried its first answer, or was closed before.
  mutating func noteProven() { unproven &-= 1 }
}

/// Connections that are opened when they are needed.
extension Worker where Polling: ~Copyable, Source: ~Copyable {
  /// Whether slots go on that have waited for their source.
  var wakesSlots: Bool {
    Source.keepsTime && (phase == .window || Source.connectsOnDemand && phase == .draining)
  }

  /// When to wake up for a slot that waits for its source, or for a connection.
  var wakeForSlots: UInt64 {
    guard wakesSlots else { return .max }
    return Source.connectsOnDemand
      ? min(source.nextDueNanoseconds, connectQueue.nextNanoseconds) : source.nextDueNanoseconds
  }

  /// Lets slots go on that have waited for their source.
  mutating func wakeSlots() {
    guard wakesSlots else { return }
    while true {
      let now = clock.nanoseconds
      guard phase == .draining || now < endNanoseconds, let slot = source.takeDue(at: now) else { break }
      if connections[slot].phase == .idle, source.wantsNewConnection(slot: slot) {
        close(connections + slot)
      }
      if connections[slot].phase == .idle {
        goOn(connections + slot)
      } else if Source.connectsOnDemand {
        awaitConnection(connections + slot)
      }
    }
    guard Source.connectsOnDemand else { return }
    while let slot = connectQueue.pop(at: clock.nanoseconds) {
      connections[slot].isListed = false
      ask(connections + slot)
    }
  }

  /// Lets a slot wait until a connection may be opened for it.
  mutating func awaitConnection(_ connection: UnsafeMutablePointer<Connection>) {
    guard !connection.pointee.isListed else { return }
    connection.pointee.isListed = true
    connectQueue.push(connection - connections)
  }

  /// Begins what a connection that is not open has to send.
  private mutating func ask(_ connection: UnsafeMutablePointer<Connection>) {
    let now = clock.nanoseconds
    if connection.pointee.phase == .idle {
      goOn(connection)
    } else if connection.pointee.phase == .waiting, connection.pointee.pending == 0 {
      begin(connection, due: now, at: now)
    }
  }
}
