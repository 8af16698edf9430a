/// Asks for an app's metrics until now (rules M1–M6).
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

/// An app's metrics at one moment.
public struct MetricsReadResponse: Codable, Equatable, Sendable {
  /// When they were read, on CLOCK_MONOTONIC.
  public var timeNanoseconds: Int
  /// The processes they are the sum of.
  public var processes: [Int]
  /// Values by metric: counters since the app's start, gauges at this moment.
  public var values: [String: Double]
  /// Metrics that this runtime does not have, and why.
  public var unavailable: [String: String]
  /// What happened since the last read.
  public var events: [RuntimeEvent]
  /// Processes of the app that have ended unasked since its start; their counts stay in `values`. nil: not told.
  public var vanished: [Int]?

  /// Metrics at one moment.
  public init(
    timeNanoseconds: Int, processes: [Int], values: [String: Double], unavailable: [String: String],
    events: [RuntimeEvent], vanished: [Int]? = nil
  ) {
    self.timeNanoseconds = timeNanoseconds
    self.processes = processes
    self.values = values
    self.unavailable = unavailable
    self.events = events
    self.vanished = vanished
  }
}

/// Something that held an app up, such as a garbage collection.
public struct RuntimeEvent: Codable, Equatable, Sendable {
  /// E.g. `gc`, `stall`.
  public var kind: String
  /// When it began, on CLOCK_MONOTONIC.
  public var timeNanoseconds: Int
  /// How long it lasted.
  public var durationNanoseconds: Int
  /// The process it happened in.
  public var pid: Int

  /// An event.
  public init(kind: String, timeNanoseconds: Int, durationNanoseconds: Int, pid: Int) {
    self.kind = kind
    self.timeNanoseconds = timeNanoseconds
    self.durationNanoseconds = durationNanoseconds
    self.pid = pid
  }
}
