import Statistics

/// How long a condition is measured, and what comes before.
package struct Window: Codable, Equatable, Sendable {
  /// How requests that are due are spread.
  package enum Arrivals: String, Codable, CaseIterable, Sendable {
    /// Evenly.
    case constant
    /// As independent users do.
    case poisson
  }

  /// Length of the measured window, in seconds; see `seconds(under:)`.
  package let seconds: Double
  /// What comes before the first condition of each workload in a process.
  package let warmup: Warmup
  /// How requests are spread within an offered rate; nil where none is offered.
  package let arrivals: Arrivals?

  /// A window.
  package init(seconds: Double, warmup: Warmup, arrivals: Arrivals? = nil) {
    self.seconds = seconds
    self.warmup = warmup
    self.arrivals = arrivals
  }

  /// How long a condition is measured: at an offered rate up to four times the planned time, until enough requests are due for a p99,
  /// with a tenth more.
  package func seconds(under condition: Condition) -> Double {
    guard let rate = condition.rate else { return seconds }
    return max(seconds, min(4 * seconds, 1.1 * Double(HTTPMeasures.requestsForP99) / rate))
  }
}

/// A warm-up with a closed loop.
package struct Warmup: Codable, Equatable, Sendable {
  /// A judged warm-up has at most so many windows.
  package static let maximumWindows = 10
  /// So many windows in a row have to be steady.
  package static let steadyWindows = 5

  /// The most seconds it takes.
  package let seconds: Double
  /// The largest coefficient of variation of a steady state, which ends it; nil: it is not judged, and takes all of its seconds.
  package let steadyVariation: Double?

  /// A warm-up.
  package init(seconds: Double, steadyVariation: Double? = nil) {
    self.seconds = seconds
    self.steadyVariation = steadyVariation
  }

  /// Length of each window of a judged one, in seconds.
  package var windowSeconds: Double { seconds / Double(Self.maximumWindows) }

  /// The first of the windows in a row that are steady; nil when there are none, or it is not judged.
  package func steadyStart(of requestsPerSecond: [Double]) -> Int? {
    steadyVariation.flatMap {
      SteadyState.start(of: requestsPerSecond, length: Self.steadyWindows, limit: $0)
    }
  }
}
