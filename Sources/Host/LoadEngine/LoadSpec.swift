/// How our own engine drives a load; what it sends is a `RequestSource`'s to say.
@dynamicMemberLookup
package struct LoadSpec: Sendable {
  /// Where the load goes, how much of it there is and for how long.
  package var shape: LoadShape
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
  /// For how long a worker is kept busy before each request, to see whether it is what limits a load.
  package var burdenNanoseconds: UInt64 = 0
  /// How the kernel is asked for events.
  package var poller = PollerChoice.auto
  /// Whether answers are looked at in batches; nil: as they come.
  package var batching: Batching?
  /// How connections become WebSockets, whose messages are then the requests and answers; nil: not at all.
  package var webSocket: WebSocketSettings?
  /// Which answers are kept in full.
  package var canaries = CanaryPlan.none
  /// How many of the slowest requests are kept at the most, with their times.
  package var slowestRequests = 0
  /// An answer with a longer body is malformed.
  package var maximumBodyBytes = AnswerParser.maximumBodyBytes

  /// A load of this shape, driven with the usual settings.
  package init(_ shape: LoadShape) { self.shape = shape }

  /// What the shape says.
  package subscript<Value>(dynamicMember path: WritableKeyPath<LoadShape, Value>) -> Value {
    get { shape[keyPath: path] }
    set { shape[keyPath: path] = newValue }
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

  /// A worker's share of it.
  func part(of share: WorkerShare) -> CanaryPlan {
    CanaryPlan(
      stride: stride, maximumCount: share.part(of: maximumCount).count,
      maximumBytes: share.part(of: maximumBytes).count)
  }
}
