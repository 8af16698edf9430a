import Statistics

/// Counts and times what the streams of a worker's slots bring.
struct StreamRecorder: ~Copyable {
  private struct Slot {
    var dueNanoseconds: UInt64 = 0
    /// When the last event or message came, and the last byte.
    var lastNanoseconds: UInt64 = 0
    var signNanoseconds: UInt64 = 0
    var items = 0
    /// What the last event said it was, and whether each was the one after the last.
    var number = 0
    var isInOrder = true
    /// Whether its answer is due or goes on.
    var isOpen = false
    var hasBegun = false
  }

  /// Whether what comes counts as come in the window.
  var isInWindow = false
  private let slots: UnsafeMutablePointer<Slot>
  /// Whether a stream is open before it has brought anything.
  private let silentAreOpen: Bool
  /// How many streams are open.
  private(set) var open = 0
  private var figures = StreamFigures()
  private var firstByte = HistogramRecorder()
  private var firstItem = HistogramRecorder()
  private var gaps = HistogramRecorder()

  /// A recorder of so many slots; `silentAreOpen`: whether a stream is open before it has begun.
  init(slots: Int, silentAreOpen: Bool) {
    self.slots = .allocate(capacity: slots)
    self.slots.initialize(repeating: Slot(), count: slots)
    self.silentAreOpen = silentAreOpen
  }

  deinit { slots.deallocate() }

  /// A slot asks for a stream.
  mutating func ask(slot: Int, due: UInt64) {
    close(slot)
    slots[slot] = Slot(dueNanoseconds: due, isOpen: true)
    if silentAreOpen { open &+= 1 }
  }

  private mutating func close(_ slot: Int) {
    if slots[slot].isOpen, silentAreOpen || slots[slot].hasBegun { open &-= 1 }
    slots[slot].isOpen = false
  }

  /// Bytes of a slot's stream came at `now`, if only a comment that keeps the connection alive; the first ones of its answer at `began`.
  mutating func notice(slot: Int, at now: UInt64, began: UInt64) {
    slots[slot].signNanoseconds = now
    guard slots[slot].isOpen, !slots[slot].hasBegun else { return }
    slots[slot].hasBegun = true
    figures.begun &+= 1
    if !silentAreOpen { open &+= 1 }
    firstByte.record(Self.nanoseconds(from: slots[slot].dueNanoseconds, to: began))
  }

  /// Something of a slot's stream came at `now`, which is nothing unless the slot has asked for one; `number`: which one it says it is, where that is looked at.
  mutating func take(slot: Int, at now: UInt64, isNumbered: Bool = false, number: Int? = nil) {
    let stream = slots + slot
    guard stream.pointee.isOpen else { return }
    figures.items &+= 1
    if isInWindow { figures.itemsInWindow &+= 1 }
    if stream.pointee.items == 0 {
      firstItem.record(Self.nanoseconds(from: stream.pointee.dueNanoseconds, to: now))
    } else {
      gaps.record(Self.nanoseconds(from: stream.pointee.lastNanoseconds, to: now))
    }
    stream.pointee.lastNanoseconds = max(now, stream.pointee.lastNanoseconds)
    stream.pointee.items &+= 1
    guard isNumbered else { return }
    let next = stream.pointee.number &+ 1
    if number != next {
      figures.misplaced &+= 1
      stream.pointee.isInOrder = false
    }
    stream.pointee.number = number ?? next
  }

  /// The kernel's word of when something came may be older than ours of what came before.
  private static func nanoseconds(from start: UInt64, to end: UInt64) -> UInt64 {
    end > start ? end &- start : 0
  }

  /// A slot's stream has an event that is too large to be read.
  mutating func noteOversized() { figures.oversized &+= 1 }

  /// A slot's stream has ended, and was to bring so many; whether these are what it brought, in their order.
  mutating func end(slot: Int, wanted: Int? = nil) -> Bool {
    close(slot)
    guard let wanted else { return true }
    let items = slots[slot].items
    if items < wanted { figures.short &+= 1 }
    return items == wanted && slots[slot].isInOrder
  }

  /// A slot's stream has failed.
  mutating func abandon(slot: Int) { close(slot) }

  /// When a slot's stream last went on.
  func lastSign(slot: Int) -> UInt64 { slots[slot].signNanoseconds }

  /// Events or messages so far.
  var items: Int { figures.items }

  /// What all brought so far.
  func snapshot() -> StreamFigures {
    var figures = figures
    figures.open = open
    figures.firstByte = firstByte.snapshot()
    figures.firstItem = firstItem.snapshot()
    figures.gaps = gaps.snapshot()
    return figures
  }
}
