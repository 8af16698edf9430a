/// What a metric of an app means.
package struct MetricFacts: Codable, Equatable, Sendable {
  /// Whether the stored value is an increase over the window or the state at its end.
  package enum Kind: String, Codable, Sendable { case counter, gauge }

  /// How the values of several processes and moments are one.
  package enum Aggregation: String, Codable, Sendable {
    /// Their sum.
    case total
    /// The greatest of the window.
    case maximum
    /// That of one request or event.
    case mean
    /// A percentile of the window.
    case percentile
  }

  /// What a value is put in proportion to.
  package enum Basis: String, Codable, Sendable {
    /// The elapsed time of all workers.
    case elapsed
    /// The app's processor time.
    case cpu
    /// The answered requests.
    case request
  }

  /// What a figure tells of an app, whatever its runtime calls it.
  package enum Roles {}

  /// The app's processor time, which every app has.
  package static let processorTime = "cpu.total"
  /// The app's resident memory, which every app has; what processes share counts for each of them.
  package static let residentMemory = "memory.rss"
  /// The same with what processes share divided among them, where the kernel tells it.
  package static let proportionalMemory = "memory.pss"

  /// The metric's name, e.g. `memory.rss`.
  package let name: String
  /// The unit of its values, e.g. `bytes`.
  package let unit: String
  /// What the stored value is.
  package let kind: Kind
  /// Which direction is good.
  package let better: Measure.Better
  /// How several values are one.
  package let aggregation: Aggregation
  /// What it tells; nil: nothing that the host knows of.
  package let role: Key<Roles>?
  /// What it is put in proportion to; nil: it is told as it is.
  package let basis: Basis?
  /// A few words for people, e.g. `GC`; nil: its name.
  package let label: String?
  /// The kind of the events that tell when each of what it counts was; nil: the runtime does not tell.
  package let events: String?

  /// A metric as it is described.
  package init(
    name: String, unit: String, kind: Kind, better: Measure.Better, aggregation: Aggregation = .total,
    role: Key<Roles>? = nil, basis: Basis? = nil, label: String? = nil, events: String? = nil
  ) {
    self.name = name
    self.unit = unit
    self.kind = kind
    self.better = better
    self.aggregation = aggregation
    self.role = role
    self.basis = basis
    self.label = label
    self.events = events
  }
}

extension Key where Owner == MetricFacts.Roles {
  package static let cpu = Key("cpu")
  package static let cpuUser = Key("cpu-user")
  package static let cpuKernel = Key("cpu-kernel")
  package static let runQueue = Key("run-queue")
  package static let memory = Key("memory")
  package static let preemptions = Key("preemptions")
  package static let collection = Key("collection")
  package static let collections = Key("collections")
  package static let longestCollection = Key("longest-collection")
  package static let lockWait = Key("lock-wait")
  package static let lockContended = Key("lock-contended")
  package static let loopBusy = Key("loop-busy")
  package static let stall = Key("stall")
  package static let loopLag = Key("loop-lag")
  package static let handler = Key("handler")
  package static let serialisation = Key("serialisation")
  package static let ffi = Key("ffi")
  package static let allocations = Key("allocations")
  package static let allocatedBytes = Key("allocated-bytes")
  package static let heapUsed = Key("heap-used")
  package static let heapTotal = Key("heap-total")
  package static let heapLive = Key("heap-live")
  package static let heapPages = Key("heap-pages")
  package static let heapSlots = Key("heap-slots")
}
