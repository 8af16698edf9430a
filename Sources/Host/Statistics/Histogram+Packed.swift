/// The compact form of a histogram's counts, as HdrHistogram's V2 encoding writes them: bucket after bucket from 0 up to the
/// last occupied one, a count as itself and a run of empty buckets as its negative length, each ZigZag LEB128.
extension Histogram {
  /// The counts as bytes; empty when the histogram is.
  public var packedCounts: [UInt8] {
    var bytes: [UInt8] = []
    var next = 0
    for entry in entries {
      let index = HistogramBuckets.index(of: entry.lowestValue)
      if index > next { append(-Int64(index - next), to: &bytes) }
      append(Int64(entry.count), to: &bytes)
      next = index + 1
    }
    return bytes
  }

  /// A histogram from its packed counts; nil when no recorder can have made it.
  public init?(packedCounts: [UInt8], minimum: UInt64?, maximum: UInt64?) {
    var entries: [Entry] = []
    var index = 0
    var rest = packedCounts[...]
    while !rest.isEmpty {
      guard let value = Self.takeNumber(from: &rest), value != 0, value > -Int64(HistogramBuckets.count)
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

  private func append(_ number: Int64, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func takeNumber(from bytes: inout ArraySlice<UInt8>) -> Int64? {
    var bits: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      bits |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte < 0x80 { return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1) }
    }
    return nil
  }
}
