/// When slots have something to do, each once at the most: a heap in which each entry has four below it.
struct UserTimers: ~Copyable {
  private struct Entry {
    var time: UInt64
    let slot: Int
  }

  private let entries: UnsafeMutablePointer<Entry>
  private(set) var count = 0

  /// A heap for so many slots.
  init(slots: Int) { entries = .allocate(capacity: max(1, slots)) }

  deinit { entries.deallocate() }

  /// The earliest time; `UInt64.max`: there is none.
  var next: UInt64 { count > 0 ? entries[0].time : .max }

  /// Adds a slot's time.
  mutating func push(_ slot: Int, at time: UInt64) {
    var place = count
    count &+= 1
    while place > 0 {
      let above = (place &- 1) / 4
      guard entries[above].time > time else { break }
      entries[place] = entries[above]
      place = above
    }
    entries[place] = Entry(time: time, slot: slot)
  }

  /// Puts all times off.
  func shift(by nanoseconds: UInt64) {
    for place in 0..<count { entries[place].time &+= nanoseconds }
  }

  /// Takes the slot whose time is the earliest; there must be one.
  mutating func pop() -> Int {
    let slot = entries[0].slot
    count &-= 1
    let last = entries[count]
    var place = 0
    while true {
      let first = 4 &* place &+ 1
      guard first < count else { break }
      var least = first
      for below in first &+ 1..<max(first &+ 1, min(first &+ 4, count))
      where entries[below].time < entries[least].time { least = below }
      guard entries[least].time < last.time else { break }
      entries[place] = entries[least]
      place = least
    }
    entries[place] = last
    return slot
  }
}
