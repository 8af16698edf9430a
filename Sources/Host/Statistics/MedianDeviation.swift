/// Location and spread that a few wild values cannot move, to find those values.
package struct MedianDeviation: Sendable, Equatable {
  /// The median of the sample.
  package let median: Double
  /// MAD: the median distance from the median, in the sample's unit; 0 when most values are equal.
  package let medianAbsoluteDeviation: Double

  /// Summarises finite values of any order; nil when there is none.
  package init?(of sample: [Double]) {
    guard let median = sample.median, let deviation = sample.map({ abs($0 - median) }).median else {
      return nil
    }
    self.median = median
    medianAbsoluteDeviation = deviation
  }

  /// How many MADs `value` lies above the median; nil when the MAD is 0.
  package func z(_ value: Double) -> Double? {
    medianAbsoluteDeviation > 0 ? (value - median) / medianAbsoluteDeviation : nil
  }

  /// The same in standard deviations of a normal distribution; beyond ±3.5 a value is called an outlier. Nil
  /// when the MAD is 0.
  ///
  /// Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993: z × the normal quantile of ¾, .6745.
  package func modifiedZ(_ value: Double) -> Double? {
    z(value).map { NormalDistribution().quantile(0.75) * $0 }
  }
}
