/// Memory that is filled once, stays where it is, and is given back as a whole.
struct Arena: ~Copyable {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit { for block in blocks { block.deallocate() } }

  /// Items that lie one behind the other.
  mutating func place<Item: BitwiseCopyable>(_ items: [Item]) -> UnsafePointer<Item> {
    let memory = UnsafeMutablePointer<Item>.allocate(capacity: max(1, items.count))
    memory.initialize(from: items, count: items.count)
    blocks.append(UnsafeMutableRawPointer(memory))
    return UnsafePointer(memory)
  }
}
