import Platform
import Statistics

/// An open loop's state: the next due time, and the connections that wait for one.
struct Schedule: ~Copyable {
  /// When the next request is due; `UInt64.max` when none is any more.
  private(set) var next = UInt64.max
  private var dueTimes: DueTimes?
  /// When that is, since the window began, what was between its slices left out; `UInt64.max` when none is any more.
  private var time: UInt64 = 0
  private var start: UInt64 = 0
  private var end: UInt64 = 0
  private let idle: UnsafeMutablePointer<Int32>
  private(set) var idleCount = 0

  /// The schedule of these due times; without any, nothing is ever due.
  init(_ dueTimes: DueTimes?, connections: Int) {
    self.dueTimes = dueTimes
    idle = .allocate(capacity: connections)
    time = self.dueTimes?.next() ?? .max
  }

  deinit { idle.deallocate() }

  /// A slice of the window is from `start` to `end`, after slices of `past` nanoseconds.
  mutating func begin(at start: UInt64, end: UInt64, after past: UInt64) {
    self.start = start &- past
    self.end = end
    settle()
  }

  /// Goes on to the request after the next one.
  mutating func advance() {
    time = dueTimes?.next() ?? .max
    settle()
  }

  private mutating func settle() {
    next = time < .max && start &+ time < end ? start &+ time : .max
  }

  /// Adds a slot to those that wait; the last one in is the first one out, so that few connections carry a low rate.
  mutating func push(_ slot: Int) {
    idle[idleCount] = Int32(truncatingIfNeeded: slot)
    idleCount &+= 1
  }

  /// Takes a waiting slot; there must be one.
  mutating func pop() -> Int {
    idleCount &-= 1
    return Int(idle[idleCount])
  }

  /// Requests due before `end` that nobody took, the next one included.
  mutating func countUnsent(until end: UInt64) -> Int {
    guard next < end else { return 0 }
    let count = 1 + (dueTimes?.skip(before: min(end, self.end) &- start) ?? 0)
    advance()
    return count
  }
}

/// When an open loop's worker wakes up for a request: before it is due, since waking up takes a while in which the worker looks around
/// without sleeping; or, in ticks, at the first one from then on.
struct Awakening {
  /// What it takes to wake up, measured at 20 µs on virtual machines.
  static let spinNanoseconds: UInt64 = 25_000

  /// The distance of ticks; 0: none.
  let tickNanoseconds: UInt64

  /// When to wake up for what is due then; `UInt64.max` stays what it is.
  func time(for due: UInt64) -> UInt64 {
    guard due < .max else { return due }
    guard tickNanoseconds > 0 else { return due &- min(due, Self.spinNanoseconds) }
    return (due &+ tickNanoseconds &- 1) / tickNanoseconds &* tickNanoseconds
  }
}

/// Open loop: a request is sent when it is due, on any connection that is free, or as soon as one is.
extension Worker where Polling: ~Copyable, Source: ~Copyable {
  /// When to wake up for the next request, if a connection waits for it.
  var nextDueNanoseconds: UInt64 {
    phase == .window ? schedule.wakeUp : .max
  }

  /// Lets a connection wait for a request to be due.
  mutating func list(_ connection: UnsafeMutablePointer<Connection>) {
    guard !connection.pointee.isListed else { return }
    connection.pointee.isListed = true
    schedule.push(connection - connections)
  }

  /// Sends what is due, as far as there are connections; the rest is late.
  mutating func sendDue() {
    guard isOpenLoop, phase == .window else { return }
    while schedule.wakeUp < .max, result.sent < share.requestLimit {
      let due = schedule.next
      let now = clock.nanoseconds
      guard due <= now, now < endNanoseconds else { return }
      let connection = connections + schedule.pop()
      connection.pointee.isListed = false
      // It may have been closed, or be in use already, since it was listed.
      guard connection.pointee.phase == .idle, begin(connection, due: due, at: now) else { continue }
      schedule.advance()
      if !Source.keepsTime { lateness.record(now &- due) }
    }
  }

  /// Takes a request that is due while there is no connection, neither free nor busy; whether there is one.
  mutating func takeUnserved() -> Bool {
    guard outstanding == 0, schedule.idleCount == 0, schedule.next <= clock.nanoseconds else { return false }
    schedule.advance()
    return true
  }
}

extension Schedule {
  /// When a connection that waits is needed; `UInt64.max` when none waits, or is needed any more.
  fileprivate var wakeUp: UInt64 { idleCount > 0 ? next : .max }
}
