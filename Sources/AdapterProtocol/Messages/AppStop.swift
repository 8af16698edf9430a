/// Asks the adapter to stop an app with its whole process tree (rules E1, E2).
public struct AppStopRequest: RequestMessage {
  /// What the adapter answers.
  public typealias Response = AppStopResponse
  /// The name on the wire.
  public static let method = "app/stop"

  /// The app's name, from `app/start`.
  public var app: String

  /// Asks for the end of an app.
  public init(app: String) { self.app = app }
}

/// No process of the app is left.
public struct AppStopResponse: Codable, Equatable, Sendable {
  /// The root process's exit code; nil when a signal ended it.
  public var exitCode: Int?
  /// The signal that ended the root process; nil when it exited.
  public var signal: Int?

  /// How the root process ended.
  public init(exitCode: Int?, signal: Int?) {
    self.exitCode = exitCode
    self.signal = signal
  }
}
