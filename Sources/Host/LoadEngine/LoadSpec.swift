/// A request as it goes over the wire.
package struct PreparedRequest: Equatable, Sendable {
  /// The whole HTTP/1.1 request, head and body.
  package var bytes: [UInt8]
  /// The statuses that are an answer; any other is an error.
  package var acceptedStatuses: ClosedRange<Int>
  /// Whether it is a HEAD request, whose answer has no body whatever its head says (RFC 9112 §6.3).
  package var isHead: Bool

  /// A request, by default one that expects success.
  package init(bytes: [UInt8], acceptedStatuses: ClosedRange<Int> = 200...299, isHead: Bool = false) {
    precondition(!bytes.isEmpty, "a request has bytes")
    self.bytes = bytes
    self.acceptedStatuses = acceptedStatuses
    self.isHead = isHead
  }
}

/// How many answers are kept in full for the caller to check, spread over the whole window.
package struct CanaryPlan: Equatable, Sendable {
  /// One of so many requests may become a canary; rounded up until it shares no factor with the number of requests,
  /// so that canaries reach every variant.
  package var stride: Int
  /// The most canaries of a run.
  package var maximumCount: Int
  /// The most bytes of head and body all canaries hold together.
  package var maximumBytes: Int

  /// A plan; each worker gets an equal share of both bounds.
  package init(stride: Int, maximumCount: Int, maximumBytes: Int) {
    precondition(stride > 0 && maximumCount >= 0 && maximumBytes >= 0, "a canary plan counts upwards")
    self.stride = stride
    self.maximumCount = maximumCount
    self.maximumBytes = maximumBytes
  }

  /// No answers are kept.
  package static let none = CanaryPlan(stride: 1, maximumCount: 0, maximumBytes: 0)
}

/// What decides when requests are sent.
package enum Pacing: Equatable, Sendable {
  /// Each connection sends its next request when its answer is complete.
  case closed
  /// Requests are due at their times; one that finds no free connection waits, and its latency grows.
  case open(Arrivals)
}

/// What load to drive.
package struct LoadSpec: Sendable {
  /// The server.
  package var target: SocketAddress
  /// The variants each connection sends in rotation; connection `i` starts with variant `i` modulo their number.
  package var requests: [PreparedRequest]
  /// How many connections are kept, spread evenly over the workers.
  package var connections: Int
  /// What decides when requests are sent.
  package var pacing: Pacing
  /// The window ends early when so many requests have been sent and answered; nil: it does not.
  package var requestLimit: Int?
  /// Whether a connection carries more than one request; otherwise each has its own, and the time to connect is not part of a
  /// closed loop's latency.
  package var keepsConnections = true
  /// How many requests a connection sends at once (HTTP/1.1 pipelining), before it waits for all their answers; more than one only in
  /// a closed loop with connections that are kept.
  package var pipelineDepth = 1
  /// Whether an answer's time is the kernel's word of when its last byte came, which leaves out how long it waited to be read; where the
  /// kernel does not say, it is the time of reading.
  package var stampsReceives = false
  /// When an open loop looks for requests that are due: at multiples of this, which saves wake-ups and makes requests late by up to as
  /// much; zero: at each one's time, and awake already.
  package var tick = Duration.zero
  /// Speaks HTTP/2 instead, with libcurl: `pipelineDepth`, `poller`, `batching`, `stampsReceives`, `canaries`, `slowestRequests` and
  /// `keepsConnections` are then without effect.
  package var http2: HTTP2Settings?
  /// How connections are encrypted; nil: not at all.
  package var tls: TLSSettings?
  /// How the kernel is asked for events.
  package var poller: PollerChoice
  /// Whether answers are looked at in batches; nil: as they come.
  package var batching: Batching?
  /// A worker thread is pinned to each of these processors; empty: one worker, not pinned.
  package var cpus: [Int]
  /// The window: requests start from its beginning up to, not including, its end.
  package var duration: Duration
  /// A request or a connection attempt that takes longer is given up as an error.
  package var requestTimeout: Duration
  /// How long after the window outstanding answers are waited for.
  package var drainLimit: Duration
  /// Which answers are kept in full.
  package var canaries: CanaryPlan
  /// How many of the slowest requests are kept at the most, with their times.
  package var slowestRequests = 0
  /// An answer with a longer body is malformed.
  package var maximumBodyBytes: Int
  /// Told about once in a second, on a worker's thread, what that worker did since the last time; it must not take long.
  package var observer: (@Sendable (LoadInterval) -> Void)?
  /// Told of how far the load is, by each worker in each turn of its loop.
  package var progress: LoadProgress?

  /// A load with the usual bounds.
  package init(
    target: SocketAddress, requests: [PreparedRequest], connections: Int, pacing: Pacing = .closed,
    requestLimit: Int? = nil, poller: PollerChoice = .auto,
    cpus: [Int] = [],
    duration: Duration, requestTimeout: Duration = .seconds(10), drainLimit: Duration = .seconds(2),
    canaries: CanaryPlan = .none, maximumBodyBytes: Int = 128 << 20
  ) {
    precondition(
      !requests.isEmpty && connections > 0 && duration > .zero, "a load has requests and connections")
    self.target = target
    self.requests = requests
    self.connections = connections
    self.pacing = pacing
    self.requestLimit = requestLimit
    self.poller = poller
    self.cpus = cpus
    self.duration = duration
    self.requestTimeout = requestTimeout
    self.drainLimit = drainLimit
    self.canaries = canaries
    self.maximumBodyBytes = maximumBodyBytes
  }
}
