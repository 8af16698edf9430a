/// Slots that wait, in the order in which they came; each is in it once at the most.
struct SlotQueue: ~Copyable {
  private let slots: UnsafeMutablePointer<Int32>
  private let capacity: Int
  private var first = 0
  private(set) var count = 0

  /// A queue for so many slots.
  init(slots capacity: Int) {
    slots = .allocate(capacity: max(1, capacity))
    self.capacity = capacity
  }

  deinit { slots.deallocate() }

  /// Adds a slot that is not in it.
  mutating func push(_ slot: Int) {
    precondition(count < capacity, "a slot waits once")
    slots[(first &+ count) % capacity] = Int32(truncatingIfNeeded: slot)
    count &+= 1
  }

  /// The one that came first; nil: none waits.
  mutating func pop() -> Int? {
    guard count > 0 else { return nil }
    let slot = Int(slots[first])
    first = (first &+ 1) % capacity
    count &-= 1
    return slot
  }
}
