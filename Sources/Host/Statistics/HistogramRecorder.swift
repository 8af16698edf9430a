import Glibc

/// Records values into a histogram without allocating, locking or counting references.
///
/// Owned by one thread, which takes the `snapshot` that it hands over. The 264 KiB of buckets are mapped from the
/// kernel, so that only the pages of buckets in use occupy memory.
public struct HistogramRecorder: ~Copyable {
  @usableFromInline let counts: UnsafeMutablePointer<UInt64>
  @usableFromInline var minimum = UInt64.max
  @usableFromInline var maximum = UInt64.min

  private static let byteCount = HistogramBuckets.count * MemoryLayout<UInt64>.stride

  /// An empty histogram; stops the process when the kernel has no memory left, as any allocation does.
  public init() {
    let memory = mmap(nil, Self.byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else {
      fatalError("no memory for a histogram of \(Self.byteCount) bytes: errno \(errno)")
    }
    counts = memory.bindMemory(to: UInt64.self, capacity: HistogramBuckets.count)
  }

  deinit {
    munmap(counts, Self.byteCount)
  }

  /// Counts `value` once, or `count` times.
  ///
  /// Values of 2⁴² (73 minutes in nanoseconds) and more share the last bucket; minimum and maximum stay exact.
  @inlinable
  public mutating func record(_ value: UInt64, count: UInt64 = 1) {
    guard count > 0 else { return }
    let bucket = HistogramBuckets.index(of: value)
    counts[bucket] &+= count
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  /// What was recorded so far.
  public func snapshot() -> Histogram {
    guard minimum <= maximum else { return Histogram() }
    var entries: [Histogram.Entry] = []
    for index in HistogramBuckets.index(of: minimum)...HistogramBuckets.index(of: maximum)
    where counts[index] > 0 {
      entries.append(.init(lowestValue: HistogramBuckets.lowestValue(at: index), count: counts[index]))
    }
    return Histogram(entries: entries, minimum: minimum, maximum: maximum)
  }
}
