/// The log-linear layout of a histogram: the buckets of 0 ..< 2048 are one unit wide, and from there on every
/// power of two has 1024 buckets, so that a bucket is narrower than 1/1024 of the values it holds.
///
/// The layout of HdrHistogram (Tene) at three significant digits, for values below 2⁴².
@usableFromInline
enum HistogramBuckets {
  @usableFromInline static let count = 33 * 1024
  /// The largest value that is told apart from larger ones, 2⁴² − 1: 73 minutes in nanoseconds.
  @inlinable static var largestValue: UInt64 { 1 << 42 - 1 }

  /// How many times the width of `value`'s bucket doubles.
  @inlinable
  static func doublings(of value: UInt64) -> Int {
    53 &- (value | 2047).leadingZeroBitCount
  }

  /// The bucket of `value`; values above `largestValue` share the last one.
  @inlinable
  static func index(of value: UInt64) -> Int {
    let value = min(value, largestValue)
    let doublings = doublings(of: value)
    return doublings &<< 10 &+ Int(truncatingIfNeeded: value &>> UInt64(truncatingIfNeeded: doublings))
  }

  /// The smallest value of the bucket at `index`.
  static func lowestValue(at index: Int) -> UInt64 {
    let doublings = max(0, index >> 10 - 1)
    return UInt64(index - doublings << 10) << UInt64(doublings)
  }

  /// The largest value of the bucket that starts with `lowestValue`.
  static func highestValue(from lowestValue: UInt64) -> UInt64 {
    lowestValue + 1 << UInt64(doublings(of: lowestValue)) - 1
  }
}
