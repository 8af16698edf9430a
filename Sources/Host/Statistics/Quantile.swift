extension [Double] {
  /// The quantile at `probability` (0 ... 1), interpolated between order statistics; nil when empty.
  ///
  /// Type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996: the default of R and NumPy.
  package func quantile(_ probability: Double) -> Double? {
    precondition((0...1).contains(probability), "probability \(probability) is not in 0...1")
    guard !isEmpty else { return nil }
    let ascending = sorted()
    let position = Double(count - 1) * probability
    let below = Int(position)
    let above = Swift.min(below + 1, count - 1)
    return ascending[below] + (position - Double(below)) * (ascending[above] - ascending[below])
  }

  /// The middle value, or the mean of the two in the middle; nil when empty.
  package var median: Double? { quantile(0.5) }
}
