import Statistics

/// A warm-up: windows of load, one after the other, until their throughput is steady or there were enough.
package struct WarmupRecord: Codable, Equatable, Sendable {
  /// Answers per second of each window, in the order of time.
  package let requestsPerSecond: [Double]
  /// When each window ended, in nanoseconds since the first began, what was between them included.
  package let endNanoseconds: [Int]
  /// The first of the windows in a row that were steady; nil: no steady state was reached.
  package let steadyFrom: Int?

  /// A warm-up of these windows, judged by `rule`.
  package init(requestsPerSecond: [Double], endNanoseconds: [Int], rule: Plan.Warmup) {
    self.requestsPerSecond = requestsPerSecond
    self.endNanoseconds = endNanoseconds
    steadyFrom = rule.steadyStart(of: requestsPerSecond)
  }

  /// How long load was on before the steady state began, in nanoseconds; nil without one.
  package var steadyNanoseconds: Int? {
    steadyFrom.map { $0 > 0 && $0 <= endNanoseconds.count ? endNanoseconds[$0 - 1] : 0 }
  }
}

extension Plan.Load {
  /// When a warm-up of this load is over.
  package var warmup: Plan.Warmup {
    Plan.Warmup(seconds: warmupSeconds, variationLimit: steadyVariation ?? 0)
  }
}

extension Plan {
  /// When a warm-up is over.
  package struct Warmup: Sendable {
    /// Length of a window, in seconds.
    package let windowSeconds: Double
    /// At most so many windows.
    package let maximumWindows: Int
    /// So many windows in a row have to be steady.
    package let steadyWindows: Int
    /// The largest coefficient of variation that is steady.
    package let variationLimit: Double

    /// Ten windows within `seconds`, of which five in a row have to be steady.
    package init(seconds: Double, variationLimit: Double) {
      windowSeconds = seconds / 10
      maximumWindows = 10
      steadyWindows = 5
      self.variationLimit = variationLimit
    }

    /// The first of the windows in a row that are steady; nil when there are none.
    package func steadyStart(of requestsPerSecond: [Double]) -> Int? {
      SteadyState.start(of: requestsPerSecond, length: steadyWindows, limit: variationLimit)
    }
  }
}
