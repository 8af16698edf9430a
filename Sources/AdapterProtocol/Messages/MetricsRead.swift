/// Asks for the metrics that neither the kernel nor counter pages tell (rules M1, M2).
public struct MetricsReadRequest: RequestMessage {
  /// What the adapter answers.
  public typealias Response = MetricsReadResponse
  /// The name on the wire.
  public static let method = "metrics/read"

  /// The app's name, from `app/start`.
  public var app: String

  /// Asks for the metrics of an app.
  public init(app: String) { self.app = app }
}

/// What only the adapter knows of an app at one moment.
public struct MetricsReadResponse: Codable, Equatable, Sendable {
  /// Values by metric: counters since the app's start, gauges as their aggregation says.
  public var values: [String: Double]
  /// Metrics that there are not, and why; of those in counter pages, why the app has none.
  public var unavailable: [String: String]

  /// Metrics at one moment.
  public init(values: [String: Double], unavailable: [String: String]) {
    self.values = values
    self.unavailable = unavailable
  }
}
