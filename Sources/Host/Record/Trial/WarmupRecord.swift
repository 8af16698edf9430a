/// A warm-up: windows of load, one after the other, until their throughput is steady or there were enough.
package struct WarmupRecord: Codable, Equatable, Sendable {
  /// Answers per second of each window, in the order of time.
  package let requestsPerSecond: [Double]
  /// When each window ended, in nanoseconds since the first began, what was between them included.
  package let endNanoseconds: [Int]
  /// The first of the windows in a row that were steady; nil: no steady state was reached.
  package let steadyFrom: Int?

  /// A warm-up of these windows, judged by `rule`.
  package init(requestsPerSecond: [Double], endNanoseconds: [Int], rule: Warmup) {
    self.requestsPerSecond = requestsPerSecond
    self.endNanoseconds = endNanoseconds
    steadyFrom = rule.steadyStart(of: requestsPerSecond)
  }

  /// How long load was on before the steady state began, in nanoseconds; nil without one.
  package var steadyNanoseconds: Int? {
    steadyFrom.map { $0 > 0 && $0 <= endNanoseconds.count ? endNanoseconds[$0 - 1] : 0 }
  }
}
