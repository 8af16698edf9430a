extension Plan {
  /// How apps are started and loaded.
  package struct Load: Codable, Equatable, Sendable {
    /// Connections; in a closed loop each has one request under way.
    package var connections: Int
    /// The most connections that are held open beside them; nil: none.
    package var held: Int?
    /// How long one request may take, in seconds.
    package var timeoutSeconds: Double
    /// Worker processes (or threads) every app is started with.
    package var workers: Int
    /// Processors the apps run on; empty: wherever the scheduler likes.
    package var appCPUs: [Int]
    /// Processors the load generator runs on, one thread each; empty: one thread wherever the scheduler likes.
    package var generatorCPUs: [Int]
    /// Request variants sent in rotation per workload.
    package var variants: Int
    /// How the generator asks the kernel for events: `uring`, `epoll`, or nil for what there is.
    package var poller: String?
    /// First and last TCP port an app may listen on; nil: any free one.
    package var ports: ClosedRange<Int>?
    /// Whether adapters load runtime agents into the apps, where they have one.
    package var agents: Bool

    /// The settings of a run.
    package init(
      connections: Int, timeoutSeconds: Double = 10, workers: Int, appCPUs: [Int], generatorCPUs: [Int],
      variants: Int = 16, poller: String? = nil, ports: ClosedRange<Int>? = nil, agents: Bool = true
    ) {
      self.connections = connections
      self.timeoutSeconds = timeoutSeconds
      self.workers = workers
      self.appCPUs = appCPUs
      self.generatorCPUs = generatorCPUs
      self.variants = variants
      self.poller = poller
      self.ports = ports
      self.agents = agents
    }

    /// The most connections that an app has at once.
    package var mostConnections: Int { connections + (held ?? 0) }
  }
}
