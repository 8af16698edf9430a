/// Asks the adapter to start a framework's app in a fresh process; answered when it is healthy (rules S1–S9).
public struct AppStartRequest: RequestMessage {
  /// What the adapter answers.
  public typealias Response = AppStartResponse
  /// The name on the wire.
  public static let method = "app/start"

  /// The framework's name within the adapter.
  public var framework: String
  /// Worker processes, or threads where the runtime has those instead.
  public var workers: Int
  /// The processors the app may use; empty: all.
  public var cpus: [Int]
  /// The ports it may listen on; nil: any free one.
  public var ports: PortRange?
  /// How long it may take until `GET /health` answers 200.
  public var healthTimeoutNanoseconds: Int
  /// Whether the runtime's agent is loaded into the app; nil: yes, where there is one.
  public var agents: Bool?
  /// Whether the app is prepared for `profile/start`; nil: no.
  public var profiler: Bool?

  /// Asks for an app.
  public init(
    framework: String, workers: Int, cpus: [Int], ports: PortRange?, healthTimeoutNanoseconds: Int,
    agents: Bool? = nil, profiler: Bool? = nil
  ) {
    self.framework = framework
    self.workers = workers
    self.cpus = cpus
    self.ports = ports
    self.healthTimeoutNanoseconds = healthTimeoutNanoseconds
    self.agents = agents
    self.profiler = profiler
  }
}

/// TCP ports from `first` to `last`, both included.
public struct PortRange: Codable, Equatable, Sendable {
  /// The lowest port.
  public var first: Int
  /// The highest port.
  public var last: Int

  /// The ports from `first` to `last`.
  public init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }
}

/// The app runs and is healthy.
public struct AppStartResponse: Codable, Equatable, Sendable {
  /// Where an app listens.
  public struct Address: Codable, Equatable, Sendable {
    /// A loopback address.
    public var host: String
    /// The TCP port.
    public var port: Int

    /// A host and a port.
    public init(host: String, port: Int) {
      self.host = host
      self.port = port
    }
  }

  /// The app's name in later requests.
  public var app: String
  /// Where it listens.
  public var address: Address
  /// The root of its process tree.
  public var pid: Int
  /// The versions of its parts.
  public var versions: AppVersions
  /// From just before the spawn to the first healthy answer.
  public var startupNanoseconds: Int
  /// The absolute path of the folder in which its processes keep their counter pages; nil: they keep none.
  public var agentFolder: String?

  /// A running app.
  public init(
    app: String, address: Address, pid: Int, versions: AppVersions, startupNanoseconds: Int,
    agentFolder: String? = nil
  ) {
    self.app = app
    self.address = address
    self.pid = pid
    self.versions = versions
    self.startupNanoseconds = startupNanoseconds
    self.agentFolder = agentFolder
  }
}
