/// The compact form of a histogram's counts, as HdrHistogram's V2 encoding writes them: bucket after bucket from 0 up to the
/// last occupied one, a count as itself and a run of empty buckets as its negative length, each ZigZag LEB128.
extension Histogram {
  /// The counts as bytes; empty when the histogram is.
  public var packedCounts: [UInt8] {
    var packed = PackedNumbers()
    var next = 0
    for entry in entries {
      let index = HistogramBuckets.index(of: entry.lowestValue)
      if index > next { packed.append(-Int64(index - next)) }
      packed.append(Int64(entry.count))
      next = index + 1
    }
    return Array(packed.bytes)
  }

  /// A histogram from its packed counts; nil when no recorder can have made it.
  public init?(packedCounts: [UInt8], minimum: UInt64?, maximum: UInt64?) {
    var entries: [Entry] = []
    var index = 0
    var packed = PackedNumbers(packedCounts[...])
    while !packed.bytes.isEmpty {
      guard let value = packed.popFirst(), value != 0, value > -Int64(HistogramBuckets.count)
      else { return nil }
      if value < 0 {
        index += Int(-value)
      } else {
        guard index < HistogramBuckets.count else { return nil }
        entries.append(Entry(lowestValue: HistogramBuckets.lowestValue(at: index), count: UInt64(value)))
        index += 1
      }
    }
    self.init(entries: entries, minimum: minimum, maximum: maximum)
  }
}
