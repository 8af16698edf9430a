package import Platform
package import Statistics

/// What a load measured.
///
/// Every request started in the window ends in exactly one way: `sent == answered + errors.total + unfinished`.
package struct LoadResult: Sendable {
  /// Requests started in the window; an attempt to connect that failed in the window counts as one that failed, in an open loop if one was
  /// due and there was no connection for it.
  package internal(set) var sent = 0
  /// Requests answered completely and with an accepted status, in the window or while draining.
  package internal(set) var answered = 0
  /// Those of `answered` that are in no histogram: the first on each connection of a slice of a closed loop, which did not wait behind as many
  /// others as those that follow.
  package internal(set) var untimed = 0
  /// The latencies of those, in nanoseconds, summed.
  package internal(set) var untimedNanoseconds: UInt64 = 0
  /// Those of `answered` whose last byte came before the end of the window; throughput is this per window.
  package internal(set) var answeredInWindow = 0
  /// Requests still without a complete answer when draining ended or the run was stopped.
  package internal(set) var unfinished = 0
  /// Those of `unfinished` whose answers had begun.
  package internal(set) var begun = 0
  /// Of each of `answered` whose last byte came after the window, the nanoseconds since its end, summed.
  package internal(set) var overhangNanoseconds: UInt64 = 0
  /// Of each of `unfinished`, the nanoseconds from when it was due to the end of the window, summed.
  package internal(set) var openNanoseconds: UInt64 = 0
  /// The requests that failed, by kind.
  package internal(set) var errors = ErrorLedger()
  /// Why the first malformed answer was refused; nil when there was none.
  package internal(set) var firstMalformation: Malformation?
  /// Attempts to connect that failed, those before the window included.
  package internal(set) var connectFailures = 0
  /// Why the first of them did; nil when there was none.
  package internal(set) var firstConnectError: SystemError?
  /// Requests that were sent again, because the server had closed their reused connection before any byte of the answer; each counts once.
  package internal(set) var resent = 0
  /// Bytes that came after all that was asked for.
  package internal(set) var surplusBytes = 0
  /// WebSocket messages that came when none was asked for; a listener asks for all that come in the window.
  package internal(set) var unasked = 0
  /// Requests that were due in the window of an open loop and never found a free connection; `sent + unsent` were due.
  package internal(set) var unsent = 0
  /// Of each of `answered` but those `untimed`, nanoseconds to the read of the answer's last byte: in a closed loop from just before the first write
  /// of the request, connecting not being part of it; in an open loop from when the request was due.
  package internal(set) var latency = Histogram()
  /// The same from just before the first write; in a closed loop it is `latency`, in an open loop what coordinated omission
  /// makes of it.
  package internal(set) var uncorrectedLatency = Histogram()
  /// Of each request sent in an open loop, nanoseconds from its due time to just before its first write.
  package internal(set) var lateness = Histogram()
  /// Complete answers by status, accepted or not; messages have none.
  package internal(set) var statusCounts: [Int: Int] = [:]
  /// How long it took before the window until the source had done what it has to do then, in nanoseconds.
  package internal(set) var preparationNanoseconds: UInt64 = 0
  /// When the window began, on CLOCK_MONOTONIC in nanoseconds; with several workers, the earliest.
  package internal(set) var windowStartNanoseconds: UInt64 = 0
  /// The pieces that the window was cut into, in their order; with several workers, each from its earliest beginning, as long as it was for
  /// any of them.
  package internal(set) var slices: [Slice] = []
  /// Whether the stop flag ended the run.
  package internal(set) var wasStopped = false
  /// Request bytes the kernel took, in the window and while draining.
  package internal(set) var bytesSent = 0
  /// Bytes received, in the window and while draining.
  package internal(set) var bytesReceived = 0
  /// Reads whose time is the kernel's word (see `LoadSpec.stampsReceives`).
  package internal(set) var stampedReads = 0
  /// Connections established, those before the window included.
  package internal(set) var connectionsOpened = 0
  /// How many connections the load was to keep.
  package internal(set) var connectionsAsked = 0
  /// How many of them were ever established.
  package internal(set) var connectionsReached = 0
  /// The slowest of `answered`, at most `LoadSpec.slowestRequests`, the slowest first.
  package internal(set) var slowest: [SlowRequest] = []
  /// The answers kept in full, in order of completion within each worker.
  package internal(set) var canaries: [CapturedAnswer] = []
  /// What the workers themselves used in the window, summed.
  package internal(set) var generator = GeneratorUsage()
  /// Each worker's part of `generator`, in the order of the spec's processors.
  package internal(set) var workers: [GeneratorUsage] = []
  /// How the workers waited for their connections.
  package internal(set) var pollerName = ""
  /// What each part of a mixed load did; empty of other loads.
  package internal(set) var parts: [PartFigures] = []
  /// What users did; nil of loads without any.
  package internal(set) var sessions: SessionFigures?
  /// What streams of events or messages brought; nil of other loads.
  package internal(set) var streams: StreamFigures?
  /// What TLS did; nil without it.
  package internal(set) var tls: TLSUse?
  /// What WebSockets did beside their messages; nil without them.
  package internal(set) var webSocket: WebSocketUse?

  /// A piece of the window, in which requests were started.
  package struct Slice: Equatable, Sendable {
    /// When it began, on CLOCK_MONOTONIC in nanoseconds.
    package let startNanoseconds: UInt64
    /// How long it was.
    package let lengthNanoseconds: UInt64

    /// The same piece of two workers.
    fileprivate func merged(with other: Slice) -> Slice {
      Slice(
        startNanoseconds: min(startNanoseconds, other.startNanoseconds),
        lengthNanoseconds: max(lengthNanoseconds, other.lengthNanoseconds))
    }
  }

  /// The window's length, its slices together: the spec's duration, less when the run was stopped in it.
  package var windowNanoseconds: UInt64 { slices.reduce(0) { $0 + $1.lengthNanoseconds } }

  /// Adds what another worker measured in the same window.
  mutating func merge(_ other: LoadResult) {
    sent += other.sent
    answered += other.answered
    untimed += other.untimed
    untimedNanoseconds += other.untimedNanoseconds
    answeredInWindow += other.answeredInWindow
    unfinished += other.unfinished
    begun += other.begun
    overhangNanoseconds += other.overhangNanoseconds
    openNanoseconds += other.openNanoseconds
    errors.merge(other.errors)
    firstMalformation = firstMalformation ?? other.firstMalformation
    connectFailures += other.connectFailures
    firstConnectError = firstConnectError ?? other.firstConnectError
    resent += other.resent
    surplusBytes += other.surplusBytes
    unasked += other.unasked
    unsent += other.unsent
    latency.merge(other.latency)
    uncorrectedLatency.merge(other.uncorrectedLatency)
    lateness.merge(other.lateness)
    statusCounts.merge(other.statusCounts, uniquingKeysWith: +)
    preparationNanoseconds = max(preparationNanoseconds, other.preparationNanoseconds)
    windowStartNanoseconds = min(windowStartNanoseconds, other.windowStartNanoseconds)
    slices = zip(slices, other.slices).map { $0.merged(with: $1) }
    wasStopped = wasStopped || other.wasStopped
    bytesSent += other.bytesSent
    bytesReceived += other.bytesReceived
    stampedReads += other.stampedReads
    connectionsOpened += other.connectionsOpened
    connectionsAsked += other.connectionsAsked
    connectionsReached += other.connectionsReached
    slowest += other.slowest
    canaries += other.canaries
    generator.merge(other.generator)
    workers += other.workers
    for (index, part) in other.parts.enumerated() { parts[index].merge(part) }
    if let figures = other.sessions { sessions?.merge(figures) }
    if let figures = other.streams { streams?.merge(figures) }
    if let use = other.tls { tls?.merge(use) }
    if let use = other.webSocket { webSocket?.merge(use) }
  }
}
