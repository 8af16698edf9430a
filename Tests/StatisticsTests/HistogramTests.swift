import SeededRandom
import Testing

@testable import Statistics

@Suite struct HistogramTests {
  private let largest = UInt64(1) << 42 - 1

  private func histogram(of values: some Sequence<UInt64>) -> Histogram {
    var recorder = HistogramRecorder()
    for value in values { recorder.record(value) }
    return recorder.snapshot()
  }

  /// Values spread evenly over the orders of magnitude up to 2⁴².
  private func spreadValues(_ count: Int, seed: UInt64) -> [UInt64] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.next() >> UInt64(generator.integer(in: 22...63)) }
  }

  /// A vector of the method.
  @Test func `requests that were never sent count as slower than all that were answered`() {
    let ten = histogram(of: (1...10).map { $0 * 100 })
    #expect(ten.percentile(75, unsent: 2) == .value(900))
    #expect(ten.percentile(90, unsent: 2) == .above(1000) && ten.percentile(100, unsent: 2) == .above(1000))
    #expect(ten.percentile(90, unsent: 0) == .value(900) && ten.percentile(100, unsent: 0) == .value(1000))
    #expect(Histogram().percentile(50, unsent: 2) == nil)
  }

  @Test func `buckets follow each other without gap or overlap up to 2⁴²`() {
    let lowest = (0..<HistogramBuckets.count).map(HistogramBuckets.lowestValue(at:))
    let highest = lowest.map(HistogramBuckets.highestValue(from:))
    #expect(highest.dropLast().map { $0 + 1 } == Array(lowest.dropFirst()))
    #expect(lowest.first == 0 && highest.last == largest)
    #expect(lowest.map(HistogramBuckets.index(of:)) == Array(lowest.indices))
    #expect(highest.map(HistogramBuckets.index(of:)) == Array(lowest.indices))
    #expect(zip(lowest, highest).allSatisfy { Double($1 - $0) <= 0.001 * Double($0) })
  }

  @Test func `a value of any size comes back within 0.1 percent`() throws {
    for value in spreadValues(2000, seed: 1) {
      let answer = try #require(histogram(of: [value, largest]).percentile(50))
      #expect(answer >= value && Double(answer - value) <= 0.001 * Double(value))
    }
  }

  @Test(arguments: [0, 0.1, 25, 50, 75, 90, 99, 99.9, 99.99, 100])
  func `percentiles are the order statistics within 0.1 percent`(percent: Double) throws {
    let values = spreadValues(10_007, seed: 2).sorted()
    let rank = max(1, Int((percent / 100 * 10_007).rounded(.up)))
    let exact = values[rank - 1]
    let answer = try #require(histogram(of: values).percentile(percent))
    #expect(answer >= exact && Double(answer - exact) <= 0.001 * Double(exact))
  }

  @Test func `a rank does not move up because a product was rounded`() {
    // 99.9 % of 41 000 are 40 959 values, but 99.9 * 41000 / 100 is slightly more in binary.
    #expect(histogram(of: (1...41_000).map { $0 <= 40_959 ? 1 : 2 }).percentile(99.9) == 1)
  }

  @Test func `minimum and maximum are exact, and no percentile exceeds the maximum`() {
    let histogram = histogram(of: [1_000_001, 1_000_003])
    #expect(histogram.minimum == 1_000_001 && histogram.maximum == 1_000_003)
    #expect(histogram.percentile(1) == 1_000_003)
  }

  @Test func `values beyond the last bucket keep their exact maximum`() {
    let histogram = histogram(of: [5, .max])
    #expect(histogram.maximum == .max && histogram.percentile(100) == .max && histogram.count == 2)
    #expect(histogram.percentile(99) == largest)
  }

  @Test func `the mean is exact for small values and within 1 in 2048 for large ones`() {
    #expect(histogram(of: [1, 2, 6]).mean == 3)
    let values = spreadValues(1000, seed: 3)
    let exact = values.reduce(0.0) { $0 + Double($1) } / 1000
    #expect(close(histogram(of: values).mean, exact, within: 1 / 2048))
  }

  @Test func `an empty histogram has no statistics`() {
    let empty = HistogramRecorder().snapshot()
    #expect(empty == Histogram() && empty.count == 0 && empty.entries.isEmpty)
    #expect(empty.minimum == nil && empty.maximum == nil && empty.mean == nil && empty.percentile(50) == nil)
  }

  @Test func `recording with a count is recording that often, and a count of 0 is nothing`() {
    var recorder = HistogramRecorder()
    recorder.record(7000, count: 3)
    recorder.record(1, count: 0)
    #expect(recorder.snapshot() == histogram(of: [7000, 7000, 7000]))
  }

  @Test func `a snapshot does not change when recording goes on`() {
    var recorder = HistogramRecorder()
    recorder.record(1)
    let before = recorder.snapshot()
    recorder.record(2)
    #expect(before.count == 1 && recorder.snapshot().count == 2)
  }

  @Test func `merging is recording everything in one place`() {
    let values = spreadValues(3000, seed: 4)
    var merged = Histogram()
    for part in 0..<3 { merged.merge(histogram(of: values[(part * 1000)..<(part * 1000 + 1000)])) }
    #expect(merged == histogram(of: values))
    merged.merge(Histogram())
    #expect(merged == histogram(of: values))
  }

  /// Histograms that interleave, contain each other, follow each other, are the same, or are empty.
  @Test func `merging adds bucket by bucket, however the buckets lie`() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<500 {
      let pair = (0..<2).map { _ in
        let base = random.integer(in: 0...3) * 3000
        return histogram(
          of: (0..<random.integer(in: 0...12)).map { _ in UInt64(base + random.integer(in: 0...4000)) })
      }
      var counts: [UInt64: UInt64] = [:]
      for entry in pair.flatMap(\.entries) { counts[entry.lowestValue, default: 0] += entry.count }
      var merged = pair[0]
      merged.merge(pair[1])
      let naive = counts.sorted { $0.key < $1.key }.map {
        Histogram.Entry(lowestValue: $0.key, count: $0.value)
      }
      #expect(merged.entries == naive)
      #expect(merged.minimum == pair.compactMap(\.minimum).min())
      #expect(merged.maximum == pair.compactMap(\.maximum).max())
    }
  }

  @Test func `histograms that differ in one value are not equal`() {
    #expect(histogram(of: [10, 20, 30]) != histogram(of: [10, 21, 30]))
    #expect(histogram(of: [5000]) != histogram(of: [5001]))
  }

  @Test func `the sparse form holds all there is`() {
    for original in [Histogram(), histogram(of: spreadValues(500, seed: 5)), histogram(of: [0, .max])] {
      let copy = Histogram(entries: original.entries, minimum: original.minimum, maximum: original.maximum)
      #expect(copy == original)
    }
  }

  @Test(
    arguments: [
      ([(10, 1), (20, 0), (30, 1)], 10, 30),  // counts nothing
      ([(10, .max), (30, 1)], 10, 30),  // more than can be counted
      ([(30, 1), (10, 1)], 30, 10),  // descending
      ([(10, 1), (10, 1)], 10, 10),  // twice the same
      ([(10, 1), (4097, 1), (5000, 1)], 10, 5000),  // no bucket starts at 4097
      ([(10, 1), (30, 1)], 11, 30), ([(10, 1), (30, 1)], 10, 31),  // outside the first and last bucket
      ([(4096, 1)], 4099, 4098), ([(10, 1)], 10, nil), ([], 1, 1),
    ] as [([(UInt64, UInt64)], UInt64?, UInt64?)])
  func `a sparse form that no recorder can have made is refused`(
    entries: [(UInt64, UInt64)], minimum: UInt64?, maximum: UInt64?
  ) {
    let entries = entries.map { Histogram.Entry(lowestValue: $0.0, count: $0.1) }
    #expect(Histogram(entries: entries, minimum: minimum, maximum: maximum) == nil)
  }

  @Test func `packed counts are ZigZag LEB128 with runs of empty buckets as negative numbers`() {
    let few = histogram(of: [3, 3, 4, 300])
    #expect(few.packedCounts == [0x05, 0x04, 0x02, 0xcd, 0x04, 0x02])  // −3, 2, 1, −295, 1
    for original in [Histogram(), few, histogram(of: spreadValues(500, seed: 6)), histogram(of: [0, .max])] {
      let copy = Histogram(
        packedCounts: original.packedCounts, minimum: original.minimum, maximum: original.maximum)
      #expect(copy == original)
    }
  }

  @Test(
    arguments: [
      [0x80], [0x00], [0x05, 0x04, 0x80], Array(repeating: 0xff, count: 11),
      [0xff, 0xff, 0xff, 0xff, 0x01, 0x02],
    ] as [[UInt8]])
  func `packed counts that no recorder can have made are refused`(bytes: [UInt8]) {
    #expect(Histogram(packedCounts: bytes, minimum: 3, maximum: 3) == nil)
  }

  @Test func `a later snapshot less an earlier one holds what came between`() {
    var recorder = HistogramRecorder()
    let first = spreadValues(300, seed: 1)
    let second = spreadValues(200, seed: 2)
    for value in first { recorder.record(value) }
    let earlier = recorder.snapshot()
    for value in second { recorder.record(value) }
    let between = recorder.snapshot().subtracting(earlier)
    #expect(between.entries == histogram(of: second).entries)
    #expect(between.percentile(50) == histogram(of: second).percentile(50))
    #expect(earlier.subtracting(earlier) == Histogram())
  }
}
