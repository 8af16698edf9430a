/// Buffers of one size that are needed for a while; there are as many as were ever needed at once.
struct BufferPool: ~Copyable {
  private let size: Int
  private var free: [UnsafeMutablePointer<UInt8>] = []
  private var all: [UnsafeMutablePointer<UInt8>] = []

  /// Buffers of so many bytes.
  init(size: Int) { self.size = size }

  deinit { for buffer in all { buffer.deallocate() } }

  /// A buffer, the last one that was given back if there is one.
  mutating func take() -> UnsafeMutablePointer<UInt8> {
    if let buffer = free.popLast() { return buffer }
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    all.append(buffer)
    return buffer
  }

  /// Gives a buffer back.
  mutating func give(_ buffer: UnsafeMutablePointer<UInt8>) { free.append(buffer) }
}
