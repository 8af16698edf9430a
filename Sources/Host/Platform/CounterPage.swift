import Glibc
import Synchronization

/// A page of counters that an app's thread writes, as `docs/AGENTS.md` describes it; read without a lock. The one word of it that is
/// written here is how often it was read, which no other process writes.
///
/// The file may vanish: what is mapped stays. It may shrink, which no agent does: the page is broken from then on.
final class CounterPage {
  /// Places of fields, in words of 8 bytes.
  private enum Word {
    static let readings = 3
    static let eventsWritten = 4
    static let eventSlots = 5
    static let reason = 6..<16
    static let totals = 16
    static let ring = 48
    static let perEvent = 3
    static let perLane = 8
  }

  private static let magic = UInt64(littleEndian: 0x4547_4150_534E_5248)  // HRNSPAGE
  private static let version: UInt32 = 1
  private static let laneSlots = 7
  private static let eventKinds = [1: "gc", 2: "gil_wait", 3: "stall", 4: "gvl_wait"]

  /// The process that its events are told of.
  let pid: Int32
  /// How many events the ring holds; 0: this kind of page has none.
  let eventSlots: Int
  private let file: FileDescriptor
  private let words: UnsafePointer<Atomic<UInt64>>
  private let count: Int
  private var eventsRead = 0
  /// The number of the reading that maxima are told of, and all totals right before and after its period ended.
  private var lastReading: UInt64 = 0
  private var lastTotals: [[UInt64]] = []

  /// Maps a page; nil while it is not complete, and for what is none.
  init?(path: String) {
    let number = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard number >= 0 else { return nil }
    file = FileDescriptor(owning: number)
    count = CounterPage.wordCount(of: number)
    guard count >= Word.ring else { return nil }
    guard let memory = mmap(nil, count * 8, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0),
      memory != MAP_FAILED
    else { return nil }
    words = UnsafePointer(memory.assumingMemoryBound(to: Atomic<UInt64>.self))
    let isComplete = words[0].load(ordering: .acquiring) == CounterPage.magic
    let version = memory.load(fromByteOffset: 8, as: UInt32.self)
    pid = Int32(truncatingIfNeeded: memory.load(fromByteOffset: 12, as: UInt32.self))
    eventSlots = Int(clamping: words[Word.eventSlots].load(ordering: .relaxed))
    let room = (count - Word.ring) / Word.perEvent
    guard isComplete, version == CounterPage.version, eventSlots <= room else { return nil }
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: UnsafeRawPointer(words)), count * 8) }

  /// The size of a regular file in words; 0 for anything else.
  private static func wordCount(of file: Int32) -> Int {
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
    return Int(status.st_size) / 8
  }

  /// Whether all that was mapped is still there to be read.
  private var isWhole: Bool { Self.wordCount(of: file.number) >= count }

  private func word(_ index: Int) -> UInt64 { words[index].load(ordering: .relaxed) }

  /// Why this thread cannot tell; nil when it can.
  var reason: String? {
    guard isWhole else { return "a counter page of the app was cut off" }
    let bytes = Word.reason.flatMap { index in withUnsafeBytes(of: word(index)) { Array($0) } }
    let text = bytes.prefix { $0 != 0 }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// Ends a period of maxima: from now on the thread counts for the next one, and `maximum` tells of this one.
  func beginReading() {
    guard isWhole else { return }
    lastReading = word(Word.readings)
    // The thread may overwrite a maximum with one of the next period at once.
    let before = (Word.totals..<Word.ring).map(word)
    words[Word.readings].store(lastReading &+ 1, ordering: .sequentiallyConsistent)
    lastTotals = [before, (Word.totals..<Word.ring).map(word)]
  }

  /// The greatest value of a slot in the period that `beginReading` has ended, 0 if there was none; nil when the page is broken.
  func maximum(_ slot: Int) -> Int? {
    guard (0..<Word.ring - Word.totals - 1).contains(slot), isWhole else { return nil }
    // A thread that was about to write may have named the next one already.
    let current = lastTotals.filter { $0[slot + 1] &- lastReading <= 1 }
    return current.map { Int(clamping: $0[slot]) }.max() ?? 0
  }

  /// The total of a slot with that of its lanes, 0 to 2⁶³ − 1; nil when this thread cannot tell, or the page is broken.
  func total(_ slot: Int) -> Int? {
    guard (0..<Word.ring - Word.totals).contains(slot), isWhole,
      withUnsafeBytes(of: word(Word.reason.lowerBound), { $0[0] == 0 })
    else { return nil }
    var sum = word(Word.totals + slot)
    guard slot < Self.laneSlots else { return Int(clamping: sum) }
    let firstLane = Word.ring + eventSlots * Word.perEvent
    for lane in stride(from: firstLane, through: count - Word.perLane, by: Word.perLane) {
      sum &+= word(lane + slot)
    }
    return Int(clamping: sum)
  }

  /// The events since the last call, the oldest first; those that the ring no longer has are lost.
  func takeEvents() -> [CounterEvent] {
    guard eventSlots > 0, isWhole else { return [] }
    let end = Int(clamping: words[Word.eventsWritten].load(ordering: .acquiring))
    let numbers = min(end, max(eventsRead, end - eventSlots))..<end
    let copies = numbers.map { number in
      let first = Word.ring + number % eventSlots * Word.perEvent
      return (number: number, time: word(first), duration: word(first + 1), kind: word(first + 2))
    }
    eventsRead = end
    // The copies come before this look at how far the writer is.
    atomicMemoryFence(ordering: .acquiring)
    let overwritten = Int(clamping: word(Word.eventsWritten)) - eventSlots
    return copies.filter { $0.number > overwritten && max($0.time, $0.duration) < 1 << 62 }.map {
      CounterEvent(
        kind: Self.eventKinds[Int(clamping: $0.kind)] ?? "\($0.kind)", timeNanoseconds: Int($0.time),
        durationNanoseconds: Int($0.duration), pid: Int(pid))
    }
  }
}

/// What held a thread up, as its counter page tells it.
package struct CounterEvent: Equatable, Sendable {
  /// `gc`, `gil_wait`, `stall`, `gvl_wait`, or the number of a kind that is newer than this program.
  package let kind: String
  /// When it began, on CLOCK_MONOTONIC, below 2⁶².
  package let timeNanoseconds: Int
  /// How long it lasted, below 2⁶².
  package let durationNanoseconds: Int
  /// The process.
  package let pid: Int
}
