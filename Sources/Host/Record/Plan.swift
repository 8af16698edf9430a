import AdapterProtocol
import Contract

/// Everything that was decided before a run began; with the seed it is enough to repeat the run.
package struct Plan: Codable, Equatable, Sendable {
  /// A framework that takes part.
  package struct Framework: Codable, Equatable, Sendable {
    /// `<adapter>/<framework>`, e.g. `python/fastapi`; unique in a plan and the key of every record.
    package let name: String
    /// The adapter's name, e.g. `python`.
    package let adapter: String
    /// The framework's name within its adapter, e.g. `fastapi`.
    package let framework: String

    /// The framework `framework` of the adapter `adapter`.
    package init(adapter: String, framework: String) {
      name = "\(adapter)/\(framework)"
      self.adapter = adapter
      self.framework = framework
    }

    /// `original` once more: the same app under the name `<original> (twin)`.
    package init(twinOf original: Framework) {
      name = "\(original.name) (twin)"
      adapter = original.adapter
      framework = original.framework
    }
  }

  /// A workload that is measured.
  package struct Workload: Codable, Equatable, Sendable {
    /// The workload's name, e.g. `json-small-validated`.
    package let name: String
    /// The category it is summed up in, e.g. `json-bodies`.
    package let category: String
    /// What it sends, in a few words.
    package let summary: String

    /// A workload as the catalogue describes it.
    package init(name: String, category: String, summary: String) {
      self.name = name
      self.category = category
      self.summary = summary
    }
  }

  /// How each cell is loaded.
  package struct Load: Codable, Equatable, Sendable {
    /// Connections, each with one request under way (closed loop).
    package var connections: Int
    /// The most seconds of warm-up before each measured window.
    package var warmupSeconds: Double
    /// The largest coefficient of variation of a steady state; nil: the whole warm-up took place, as in older runs.
    package var steadyVariation: Double?
    /// Length of each measured window, in seconds.
    package var durationSeconds: Double
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
    /// Whether adapters load runtime agents into the apps; nil: yes, where they have one.
    package var agents: Bool?

    /// The settings of a run.
    package init(
      connections: Int, warmupSeconds: Double, steadyVariation: Double? = 0.02, durationSeconds: Double,
      timeoutSeconds: Double, workers: Int, appCPUs: [Int], generatorCPUs: [Int], variants: Int,
      poller: String? = nil, ports: ClosedRange<Int>?, agents: Bool? = nil
    ) {
      self.connections = connections
      self.warmupSeconds = warmupSeconds
      self.steadyVariation = steadyVariation
      self.durationSeconds = durationSeconds
      self.timeoutSeconds = timeoutSeconds
      self.workers = workers
      self.appCPUs = appCPUs
      self.generatorCPUs = generatorCPUs
      self.variants = variants
      self.poller = poller
      self.ports = ports
      self.agents = agents
    }
  }

  /// One fresh process of one framework, and the workloads it is measured with, in this order.
  package struct Session: Codable, Equatable, Sendable {
    /// The block (round) it belongs to, from 0.
    package let block: Int
    /// The framework's name.
    package let framework: String
    /// The workloads' names.
    package let workloads: [String]

    /// A session of block `block`.
    package init(block: Int, framework: String, workloads: [String]) {
      self.block = block
      self.framework = framework
      self.workloads = workloads
    }

    /// The session with those of its workloads that `belongs` holds for.
    package func only(_ belongs: (String) -> Bool) -> Session {
      Session(block: block, framework: framework, workloads: workloads.filter(belongs))
    }
  }

  /// The frameworks, in the order asked for.
  package let frameworks: [Framework]
  /// The name of the framework that ratios are relative to.
  package let reference: String
  /// The reference a second time, which tells how far apart equal frameworks are measured; nil: left out.
  package let twin: Framework?
  /// The suite asked for; nil when workloads were named one by one.
  package let suite: String?
  /// The workloads, in the catalogue's order.
  package let workloads: [Workload]
  /// Blocks: how many times every cell is measured at the most, each time in a fresh process.
  package let rounds: Int
  /// How each cell is loaded.
  package let load: Load
  /// Seed of the order, the payloads and the resampling.
  package let seed: UInt64
  /// Differences smaller than this share (0.03 = 3 %) do not matter to the reader.
  package let delta: Double
  /// The latency half, which follows the blocks; nil: left out.
  package let latency: Latency?
  /// When the run may end before its last block; nil: never, as in older runs.
  package let stopping: Stopping?
  /// Validity gates that warn instead of making a trial invalid; nil: none.
  package let toleratedGates: [String]?
  /// The order everything was measured in.
  package let schedule: [Session]

  /// A complete plan.
  package init(
    frameworks: [Framework], reference: String, twin: Framework? = nil, suite: String?, workloads: [Workload],
    rounds: Int,
    load: Load,
    seed: UInt64, delta: Double, latency: Latency? = nil, stopping: Stopping? = nil,
    toleratedGates: [String]? = nil, schedule: [Session]
  ) {
    self.frameworks = frameworks
    self.reference = reference
    self.twin = twin
    self.suite = suite
    self.workloads = workloads
    self.rounds = rounds
    self.load = load
    self.seed = seed
    self.delta = delta
    self.latency = latency
    self.stopping = stopping
    self.toleratedGates = toleratedGates
    self.schedule = schedule
  }

  /// Everything that is measured in a block: the frameworks, then the twin.
  package var participants: [Framework] { frameworks + [twin].compactMap(\.self) }

  /// The name that verification knows an app by: a twin is the reference's app.
  package func original(of name: String) -> String { name == twin?.name ? reference : name }
}
