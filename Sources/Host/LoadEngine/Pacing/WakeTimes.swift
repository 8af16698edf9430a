/// When slots are to be woken, the earliest first: a binary heap.
struct WakeTimes {
  private var entries: [(time: UInt64, slot: Int)] = []

  /// The earliest time; `UInt64.max`: none.
  var next: UInt64 { entries.first?.time ?? .max }

  /// Wakes a slot at a time.
  mutating func add(_ slot: Int, at time: UInt64) {
    entries.append((time, slot))
    var child = entries.count - 1
    while child > 0, entries[child].time < entries[(child - 1) / 2].time {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes a slot whose time has come at `now`; nil: there is none.
  mutating func take(at now: UInt64) -> Int? {
    guard let first = entries.first, first.time <= now else { return nil }
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < entries.count }
      guard let child = children.min(by: { entries[$0].time < entries[$1].time }),
        entries[child].time < entries[parent].time
      else { return first.slot }
      entries.swapAt(parent, child)
      parent = child
    }
  }
}
