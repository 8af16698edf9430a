import Glibc

/// Bytes that are put together piece by piece, again and again: its memory grows to the most that it had, and is kept.
struct ByteBuffer: ~Copyable {
  private var memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
  private var capacity = 256
  private(set) var count = 0

  deinit { memory.deallocate() }

  /// What is in it; valid until it changes.
  var bytes: Bytes { Bytes(start: memory, count: count) }

  var isEmpty: Bool { count == 0 }

  mutating func clear() { count = 0 }

  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(to: count &+ 1) }
    memory[count] = byte
    count &+= 1
  }

  mutating func append(_ piece: Bytes) {
    guard let start = piece.baseAddress else { return }
    if count &+ piece.count > capacity { grow(to: count &+ piece.count) }
    memcpy(memory + count, start, piece.count)
    count &+= piece.count
  }

  /// Has other bytes instead.
  mutating func set(_ bytes: Bytes) {
    count = 0
    append(bytes)
  }

  private mutating func grow(to size: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(size, 2 * capacity))
    memcpy(larger, memory, count)
    memory.deallocate()
    (memory, capacity) = (larger, max(size, 2 * capacity))
  }
}
