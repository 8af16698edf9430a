/// Users who share connections: whoever has a request waits until one is free, the first one first.
///
/// Its slots are the connections, those of the users their seats.
struct SharingSource: RequestSource, ~Copyable {
  static var readsBodies: Bool { true }
  static var readsFields: Bool { true }
  static var keepsTime: Bool { true }
  static var connectsOnDemand: Bool { true }

  private var users: SessionSource
  /// The seat whose request is under way on each connection, or was the last one.
  private let seats: UnsafeMutablePointer<Int>
  /// Connections that nobody has a request for.
  private var free: [Int]
  private var waiting: SlotQueue
  /// Connections that will ask for a request as soon as they can: they were named, or have had their answer.
  private var coming = 0

  /// Lets these users share so many connections.
  init(_ users: consuming SessionSource, connections: Int) {
    precondition(connections > 0, "there is a connection to share")
    waiting = SlotQueue(slots: users.slots)
    seats = .allocate(capacity: connections)
    free = Array((0..<connections).reversed())
    self.users = users
  }

  deinit { seats.deallocate() }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    coming = max(0, coming - 1)
    while let seat = waiting.pop() {
      seats[slot] = seat
      // One whose request is kept back does not need it.
      if let exchange = users.next(slot: seat, due: &due) { return exchange }
    }
    free.append(slot)
    return nil
  }

  mutating func takeDue(at now: UInt64) -> Int? {
    while true {
      if isWanted, let slot = free.popLast() {
        coming += 1
        return slot
      }
      guard let seat = users.takeDue(at: now) else { return nil }
      waiting.push(seat)
    }
  }

  /// Whether a seat waits that no connection will ask for.
  private var isWanted: Bool { waiting.count > coming }

  var nextDueNanoseconds: UInt64 { isWanted && !free.isEmpty ? 0 : users.nextDueNanoseconds }

  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome {
    let seat = seats[slot]
    let outcome = users.end(exchange, slot: seat, status: status, at: now)
    if case .again = outcome { return outcome }
    coming += 1
    // The seat's next request may take the place of this one, of which nobody needs anything more.
    if users.users[seat].standing == .answered, users.resume(seat, at: now) { waiting.push(seat) }
    return outcome
  }

  mutating func abandon(
    _ exchange: UnsafePointer<Exchange>, slot: Int, _ kind: ErrorLedger.Kind, at now: UInt64
  ) -> UInt64? {
    let time = users.abandon(exchange, slot: seats[slot], kind, at: now)
    // Otherwise the worker sends the same request again.
    if time == nil, users.users[seats[slot]].standing != .asking { free.append(slot) }
    return time
  }

  func readsFields(slot: Int) -> Bool { users.readsFields(slot: seats[slot]) }
  mutating func read(field line: Bytes, slot: Int) { users.read(field: line, slot: seats[slot]) }

  mutating func read(_ piece: Bytes, slot: Int, at now: UInt64) {
    users.read(piece, slot: seats[slot], at: now)
  }

  var kinds: Int { users.kinds }
  var sessions: LoadInterval.Sessions? { users.sessions }
  var isSpent: Bool { users.isSpent }
  var isResting: Bool { users.isResting }
  var hasArrivals: Bool { users.hasArrivals }
  var hasReachedLimit: Bool { users.hasReachedLimit }

  mutating func windowChanged(isOpen: Bool, at now: UInt64) { users.windowChanged(isOpen: isOpen, at: now) }
  mutating func report(to result: inout LoadResult) { users.report(to: &result) }
}
