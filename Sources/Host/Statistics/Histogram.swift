/// A distribution of whole numbers, exact to 1/1024 of each value, that merges without loss.
///
/// Made by a `HistogramRecorder`; the unit is the recorder's, for latencies nanoseconds. Holds its occupied buckets
/// only. Two histograms are equal when they hold the same buckets, counts, minimum and maximum.
public struct Histogram: Sendable, Equatable {
  /// A bucket with its smallest value and the number of values in it, which is not 0.
  public struct Entry: Sendable, Equatable {
    /// The smallest value of the bucket, which names it.
    public let lowestValue: UInt64
    /// How many values fell into the bucket.
    public let count: UInt64

    /// The bucket that starts with `lowestValue` and holds `count` values.
    public init(lowestValue: UInt64, count: UInt64) {
      self.lowestValue = lowestValue
      self.count = count
    }
  }

  /// The occupied buckets, ascending.
  public private(set) var entries: [Entry] = []
  /// The smallest value, exact; nil when empty.
  public private(set) var minimum: UInt64?
  /// The largest value, exact; nil when empty.
  public private(set) var maximum: UInt64?

  /// An empty histogram.
  public init() {}

  init(entries: [Entry], minimum: UInt64, maximum: UInt64) {
    self.entries = entries
    self.minimum = minimum
    self.maximum = maximum
  }

  /// A histogram from its stored form; nil when no recorder can have made it: an entry that is not a bucket or
  /// counts nothing, more values than can be counted, entries not ascending, or a minimum or maximum outside the
  /// first and the last bucket.
  public init?(entries: [Entry], minimum: UInt64?, maximum: UInt64?) {
    if entries.isEmpty, minimum == nil, maximum == nil {
      self.init()
      return
    }
    func bucket(_ value: UInt64) -> UInt64 {
      HistogramBuckets.lowestValue(at: HistogramBuckets.index(of: value))
    }
    func adding(_ count: UInt64) -> (UInt64) -> UInt64? {
      { sum in sum.addingReportingOverflow(count).overflow ? nil : sum + count }
    }
    guard let first = entries.first, let last = entries.last, let minimum, let maximum, minimum <= maximum,
      bucket(minimum) == first.lowestValue, bucket(maximum) == last.lowestValue,
      entries.allSatisfy({ $0.count > 0 && bucket($0.lowestValue) == $0.lowestValue }),
      zip(entries, entries.dropFirst()).allSatisfy({ $0.lowestValue < $1.lowestValue }),
      entries.reduce(UInt64?(0), { $0.flatMap(adding($1.count)) }) != nil
    else { return nil }
    self.init(entries: entries, minimum: minimum, maximum: maximum)
  }

  /// The number of values.
  public var count: UInt64 {
    entries.reduce(0) { $0 + $1.count }
  }

  /// The mean, each value taken as the middle of its bucket, so exact to 1/2048 for values below 2⁴²; nil when
  /// empty.
  public var mean: Double? {
    guard !entries.isEmpty else { return nil }
    let sum = entries.reduce(0.0) { sum, entry in
      let highest = HistogramBuckets.highestValue(from: entry.lowestValue)
      return sum + Double(entry.count) * (Double(entry.lowestValue) + Double(highest)) / 2
    }
    return sum / Double(count)
  }

  /// The value that `percent` (0 ... 100) percent of the values do not exceed: the largest of its bucket, but
  /// never more than `maximum`; nil when empty.
  ///
  /// The rank is rounded up, as in HdrHistogram's `getValueAtPercentile`.
  public func percentile(_ percent: Double) -> UInt64? {
    precondition((0...100).contains(percent), "percentile \(percent) is not in 0...100")
    return percent < 100 ? value(ofRank: Self.rank(percent, of: count)) : maximum
  }

  /// The rank, from 1, of the value that `percent` percent of `count` values do not exceed.
  static func rank(_ percent: Double, of count: UInt64) -> UInt64 {
    guard percent < 100 else { return count }
    // nextDown, lest a product that rounds up reach the next rank.
    return max(1, UInt64((max(0, percent.nextDown) * Double(count) / 100).rounded(.up)))
  }

  /// The largest value of the bucket that holds the value of a rank from 1 to `count`, but never more than `maximum`; nil when empty.
  func value(ofRank rank: UInt64) -> UInt64? {
    guard let maximum else { return nil }
    var seen: UInt64 = 0
    for entry in entries {
      seen += entry.count
      if seen >= rank { return min(HistogramBuckets.highestValue(from: entry.lowestValue), maximum) }
    }
    return maximum
  }

  /// Adds the values of `other`, as if one recorder had seen both.
  public mutating func merge(_ other: Histogram) {
    var merged: [Entry] = []
    merged.reserveCapacity(entries.count + other.entries.count)
    var (mine, theirs) = (entries[...], other.entries[...])
    while let first = mine.first, let second = theirs.first {
      if first.lowestValue <= second.lowestValue { mine.removeFirst() }
      if second.lowestValue <= first.lowestValue { theirs.removeFirst() }
      let isBoth = first.lowestValue == second.lowestValue
      merged.append(
        isBoth
          ? Entry(lowestValue: first.lowestValue, count: first.count + second.count)
          : first.lowestValue < second.lowestValue ? first : second)
    }
    entries = merged + mine + theirs
    minimum = [minimum, other.minimum].compactMap(\.self).min()
    maximum = [maximum, other.maximum].compactMap(\.self).max()
  }

  /// The values that came after `earlier`, a histogram of the same recorder was taken; its minimum and maximum are the bounds of
  /// the first and the last bucket, as far as they are not those of the whole.
  public func subtracting(_ earlier: Histogram) -> Histogram {
    let before = Dictionary(uniqueKeysWithValues: earlier.entries.map { ($0.lowestValue, $0.count) })
    let entries = entries.compactMap { entry in
      let count = entry.count - (before[entry.lowestValue] ?? 0)
      return count > 0 ? Entry(lowestValue: entry.lowestValue, count: count) : nil
    }
    guard let first = entries.first, let last = entries.last, let minimum, let maximum else {
      return Histogram()
    }
    return Histogram(
      entries: entries, minimum: max(minimum, first.lowestValue),
      maximum: min(maximum, HistogramBuckets.highestValue(from: last.lowestValue)))
  }
}
