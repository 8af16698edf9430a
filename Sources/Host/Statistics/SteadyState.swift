/// When a warm-up is over.
package enum SteadyState {
  /// The first index of `length` windows in a row that together have a coefficient of variation of at most
  /// `limit`; nil when there are none, which is no steady state.
  ///
  /// `windows` hold one number each, such as a throughput, in the order of time; those with a mean of 0 are
  /// never steady (Georges, Buytaert and Eeckhout, "Statistically rigorous Java performance evaluation",
  /// OOPSLA 2007).
  package static func start(of windows: [Double], length: Int = 5, limit: Double = 0.02) -> Int? {
    precondition(length > 1 && limit >= 0, "\(length) windows within \(limit) have no variation")
    return windows.indices.dropLast(length - 1).first { start in
      let variation = Summary(of: Array(windows[start..<start + length]))?.coefficientOfVariation
      return variation.map { $0 <= limit } ?? false
    }
  }
}
