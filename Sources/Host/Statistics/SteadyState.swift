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

  /// The first cycle from which on a pilot is steady: every mean of five cycles in a row from there on is within 3 %, or two of its standard
  /// errors where that is more, of the mean of the last third. nil when there is none.
  ///
  /// A cycle holds one window of each workload, such as a throughput, always in the same order. Each is taken as a share of its workload's
  /// mean in the last third of the cycles, so that workloads count alike; the standard error is that of five cycles with the spread of the
  /// last third.
  package static func firstSteadyCycle(of cycles: [[Double]]) -> Int? {
    let (length, tolerance) = (5, 0.03)
    let last = cycles.suffix(cycles.count / 3)
    guard last.count >= length, let workloads = cycles.first?.count, workloads > 0 else { return nil }
    let means = (0..<workloads).map { workload in
      last.reduce(0) { $0 + $1[workload] } / Double(last.count)
    }
    guard means.allSatisfy({ $0 > 0 }) else { return nil }
    let paces = cycles.map { cycle in
      zip(cycle, means).reduce(0) { $0 + $1.0 / $1.1 } / Double(workloads)
    }
    guard let end = Summary(of: Array(paces.suffix(last.count))), let deviation = end.standardDeviation else {
      return nil
    }
    let limit = max(tolerance, 2 * deviation / Double(length).squareRoot())
    let starts = 0...paces.count - length
    let lastOff = starts.last { start in
      let mean = paces[start..<start + length].reduce(0, +) / Double(length)
      return abs(mean - end.mean) > limit * end.mean
    }
    let first = lastOff.map { $0 + 1 } ?? 0
    return starts.contains(first) ? first : nil
  }
}
