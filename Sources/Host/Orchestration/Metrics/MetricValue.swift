/// A metric at one moment: its value, or why there is none.
package enum MetricValue: Equatable, Sendable {
  /// In the metric's unit.
  case value(Double)
  /// For people: what is missing and, where something helps, what.
  case unavailable(String)

  /// A value, or the reason why there is none.
  package init(_ value: Int?, orBecause reason: @autoclosure () -> String) {
    self = value.map { .value(Double($0)) } ?? .unavailable(reason())
  }
}

/// All metrics of an app at one moment.
package struct AppReading: Equatable, Sendable {
  /// By name: counters since the app's start, gauges as their aggregation says.
  package let metrics: [String: MetricValue]
  /// The processes that lived.
  package let processes: Set<Int32>
  /// How many of them were in the background: not below the app's first process.
  package var orphans = 0
  /// Processor time until now of threads that ended before they were looked at.
  package var unseenNanoseconds = 0
}
