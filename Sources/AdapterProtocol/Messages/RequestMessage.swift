/// What the host asks of an adapter: the parameters of one method of the protocol.
public protocol RequestMessage: Codable, Equatable, Sendable {
  /// What the adapter answers.
  associatedtype Response: Codable & Equatable & Sendable
  /// The method's name on the wire.
  static var method: String { get }
  /// Which rule of the specification an answer breaks although it has the right form, and how; nil for none.
  func problem(with response: Response) -> String?
}

extension RequestMessage {
  /// None beyond its form.
  public func problem(with response: Response) -> String? { nil }
}

/// What an adapter tells unasked: the parameters of one notification.
public protocol NotificationMessage: Codable, Equatable, Sendable {
  /// The notification's name on the wire.
  static var method: String { get }
}

/// Every message of protocol version 1. A new message is a file in this folder, a line here, a definition in `schema.json`
/// and an example.
public enum AllMessages {
  /// The requests, in the order of the specification.
  public static let requests: [any RequestMessage.Type] = [
    InitializeRequest.self, AppPrepareRequest.self, AppStartRequest.self, AppStopRequest.self,
    MetricsReadRequest.self, ProfileStartRequest.self, ProfileStopRequest.self, ShutdownRequest.self,
  ]
  /// The adapter's notifications, in the order of the specification.
  public static let notifications: [any NotificationMessage.Type] = [
    LogNotification.self, ProgressNotification.self, AppExitedNotification.self,
  ]
}
