/// The first request: offers protocol versions and asks the adapter to introduce itself (rules I1–I7).
public struct InitializeRequest: RequestMessage {
  /// What the adapter answers.
  public typealias Response = InitializeResponse
  /// The name on the wire.
  public static let method = "initialize"

  /// Who asks.
  public struct Host: Codable, Equatable, Sendable {
    /// The program's name.
    public var name: String
    /// Its version.
    public var version: String

    /// A program and its version.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// The protocol versions the host can speak.
  public var protocolVersions: [Int]
  /// Who asks.
  public var host: Host
  /// Path of `workloads.json`, which apps are given as `HARNESS_WORKLOADS`.
  public var workloads: String

  /// Offers versions to an adapter.
  public init(protocolVersions: [Int], host: Host, workloads: String) {
    self.protocolVersions = protocolVersions
    self.host = host
    self.workloads = workloads
  }

  /// Rules I1, I3 and I4, which an answer can break.
  public func problem(with response: InitializeResponse) -> String? {
    let version = response.protocolVersion
    if !protocolVersions.contains(version) {
      return "rule I1: protocol version \(version) was not offered, only \(Self.list(protocolVersions))"
    }
    let defaults = response.frameworks.filter(\.isDefault).map(\.name)
    if defaults.count != 1 {
      let found = defaults.isEmpty ? "none is" : "\(Self.list(defaults)) are"
      return "rule I3: exactly one framework is the default, but \(found)"
    }
    var names: Set<String> = []
    for metric in response.metrics {
      if let problem = metric.problem { return "rule I4: the metric \(metric.name) \(problem)" }
      if !names.insert(metric.name).inserted { return "rule I4: there are two metrics \(metric.name)" }
    }
    return nil
  }

  private static func list(_ items: [some CustomStringConvertible]) -> String {
    items.map(\.description).joined(separator: ", ")
  }
}

/// An adapter's introduction.
public struct InitializeResponse: Codable, Equatable, Sendable {
  /// The adapter's name and version.
  public struct Adapter: Codable, Equatable, Sendable {
    /// As in its `adapter.json`.
    public var name: String
    /// Its own version.
    public var version: String

    /// An adapter and its version.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// The version the adapter picked among those offered.
  public var protocolVersion: Int
  /// Who answers.
  public var adapter: Adapter
  /// The interpreter or compiler that apps will use.
  public var runtime: RuntimeDescription
  /// The frameworks it can start; exactly one is the default.
  public var frameworks: [Framework]
  /// What only it, or its agents' pages, can tell of an app, in the order they are shown.
  public var metrics: [MetricDescriptor]

  /// An adapter's introduction.
  public init(
    protocolVersion: Int, adapter: Adapter, runtime: RuntimeDescription, frameworks: [Framework],
    metrics: [MetricDescriptor]
  ) {
    self.protocolVersion = protocolVersion
    self.adapter = adapter
    self.runtime = runtime
    self.frameworks = frameworks
    self.metrics = metrics
  }
}

/// An interpreter or compiler.
public struct RuntimeDescription: Codable, Equatable, Sendable {
  /// E.g. `CPython`.
  public var name: String
  /// E.g. `3.11.2`.
  public var version: String
  /// Path of the executable.
  public var path: String

  /// A runtime.
  public init(name: String, version: String, path: String) {
    self.name = name
    self.version = version
    self.path = path
  }
}
