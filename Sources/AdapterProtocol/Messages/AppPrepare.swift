/// Asks the adapter to install and build what a framework needs; quick when nothing changed (rules P1, P2).
public struct AppPrepareRequest: RequestMessage {
  /// What the adapter answers.
  public typealias Response = AppPrepareResponse
  /// The name on the wire.
  public static let method = "app/prepare"

  /// The framework's name within the adapter.
  public var framework: String

  /// Asks for a framework.
  public init(framework: String) { self.framework = framework }
}

/// The framework is ready to be started.
public struct AppPrepareResponse: Codable, Equatable, Sendable {
  /// What was installed.
  public var versions: AppVersions
  /// How long it took.
  public var durationNanoseconds: Int

  /// What is ready, and how long it took.
  public init(versions: AppVersions, durationNanoseconds: Int) {
    self.versions = versions
    self.durationNanoseconds = durationNanoseconds
  }
}

/// The versions of an app's parts, each with the part's name, e.g. `uvicorn 0.34.0`.
public struct AppVersions: Codable, Equatable, Sendable {
  /// The language's runtime.
  public var runtime: String
  /// The framework.
  public var framework: String
  /// The server it runs on.
  public var server: String

  /// The versions of an app.
  public init(runtime: String, framework: String, server: String) {
    self.runtime = runtime
    self.framework = framework
    self.server = server
  }
}
