/// The last request: the adapter stops every app, answers, and exits (rule X1).
public struct ShutdownRequest: RequestMessage {
  /// What the adapter answers.
  public typealias Response = ShutdownResponse
  /// The name on the wire.
  public static let method = "shutdown"

  /// Asks for the end.
  public init() {}
}

/// Every app is stopped, and the adapter is about to exit.
public struct ShutdownResponse: Codable, Equatable, Sendable {
  /// Agrees to end.
  public init() {}
}
