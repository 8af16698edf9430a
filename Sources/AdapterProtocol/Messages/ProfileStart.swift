/// Asks the adapter to begin sampling the stacks of an app that was started with `profiler` (rules F1–F3).
public struct ProfileStartRequest: RequestMessage {
  /// What the adapter answers.
  public typealias Response = ProfileStartResponse
  /// The name on the wire.
  public static let method = "profile/start"

  /// The app's name, from `app/start`.
  public var app: String

  /// Asks for samples of an app.
  public init(app: String) { self.app = app }
}

/// Every process of the app is being sampled.
public struct ProfileStartResponse: Codable, Equatable, Sendable {
  /// What samples, with its version, e.g. `py-spy 0.4.1`.
  public var profiler: String
  /// What the numbers of the folded stacks count: `samples` or `microseconds`.
  public var unit: String
  /// The time between two samples of a thread.
  public var intervalNanoseconds: Int

  /// What samples, how often, and what it counts.
  public init(profiler: String, unit: String, intervalNanoseconds: Int) {
    self.profiler = profiler
    self.unit = unit
    self.intervalNanoseconds = intervalNanoseconds
  }
}
