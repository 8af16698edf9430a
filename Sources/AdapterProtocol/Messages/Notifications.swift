/// Free text from the adapter about what it does.
public struct LogNotification: NotificationMessage {
  /// The name on the wire.
  public static let method = "log"

  /// How much it matters.
  public enum Level: String, Codable, Sendable { case debug, info, warning, error }

  /// How much it matters.
  public var level: Level
  /// What is said.
  public var message: String

  /// A line of a log.
  public init(level: Level, message: String) {
    self.level = level
    self.message = message
  }
}

/// How far a long request has come.
public struct ProgressNotification: NotificationMessage {
  /// The name on the wire.
  public static let method = "progress"

  /// What is being done.
  public var message: String
  /// The share that is done, from 0 to 1; nil when unknown.
  public var fraction: Double?

  /// A step of a long request.
  public init(message: String, fraction: Double?) {
    self.message = message
    self.fraction = fraction
  }
}

/// An app ended that was not asked to (rule N1).
public struct AppExitedNotification: NotificationMessage {
  /// The name on the wire.
  public static let method = "app/exited"

  /// The app's name, from `app/start`.
  public var app: String
  /// The root process's exit code; nil when a signal ended it.
  public var exitCode: Int?
  /// The signal that ended the root process; nil when it exited.
  public var signal: Int?
  /// The last 20 lines it wrote.
  public var standardError: [String]

  private enum CodingKeys: String, CodingKey {
    case app, exitCode, signal
    case standardError = "stderr"
  }

  /// How an app ended, with its last words.
  public init(app: String, exitCode: Int?, signal: Int?, standardError: [String]) {
    self.app = app
    self.exitCode = exitCode
    self.signal = signal
    self.standardError = standardError
  }
}

/// What an adapter says unasked: a notification of this version of the protocol, or what is none.
public enum AdapterNotification: Equatable, Sendable {
  case log(LogNotification)
  case progress(ProgressNotification)
  case appExited(AppExitedNotification)
  /// A line that is no message, by its beginning (rule T2).
  case strayLine(String)
}
