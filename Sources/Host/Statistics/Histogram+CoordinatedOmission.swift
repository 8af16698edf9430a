/// What a closed loop did not see: while one answer was late, no request was sent that would have been late
/// as well.
extension Histogram {
  /// With the values that requests would have seen that were due every `expectedInterval` during each value:
  /// for a value v also v − interval, v − 2 × interval ... down to the interval. Unit as the histogram's,
  /// above 0.
  ///
  /// As HdrHistogram's `copyCorrectedForCoordinatedOmission` (Tene) does. It is an estimate from a closed
  /// loop; an open loop measures instead.
  public func correctedForCoordinatedOmission(expectedInterval interval: UInt64) -> Histogram {
    precondition(interval > 0, "no request is due every 0 units")
    var omitted = HistogramRecorder()
    for entry in entries {
      var rest = min(HistogramBuckets.highestValue(from: entry.lowestValue), maximum ?? .max)
      while rest >= interval, rest - interval >= interval {
        rest -= interval
        // All that fall into the same bucket at once, because they may be millions.
        let bucket = HistogramBuckets.lowestValue(at: HistogramBuckets.index(of: rest))
        let further = (rest - bucket) / interval
        rest -= further * interval
        omitted.record(rest, count: entry.count * (further + 1))
      }
    }
    var corrected = self
    corrected.merge(omitted.snapshot())
    return corrected
  }
}
