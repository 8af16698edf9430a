import CLinux
import Platform
import Statistics

/// What a worker is at.
enum WorkerPhase {
  case opening, window, closing, draining
}

/// Drives its share of the connections on one thread and owns all it touches.
///
/// Its source decides what a connection sends, pacing when, and polling moves the bytes; here are the phases and the state.
struct Worker<Polling: Poller & ~Copyable, Source: RequestSource & ~Copyable>: ~Copyable {
  typealias Phase = WorkerPhase

  let share: WorkerShare
  let clock = MonotonicClock()
  var source: Source
  var poller: Polling
  let connections: UnsafeMutablePointer<Connection>
  let target: SocketAddress
  let keepsConnections: Bool
  let pipelineDepth: Int
  let awakening: Awakening
  let timeoutNanoseconds: UInt64
  let sweepNanoseconds: UInt64
  let drainNanoseconds: UInt64
  let restNanoseconds: UInt64
  let burdenNanoseconds: UInt64
  /// Raised when the window is to end before its time, and whether that was seen.
  let closing: StopFlag?
  var isClosing = false
  /// Whether the window is cut into slices, between which other loads have their turns.
  let takesTurns: Bool

  var phase = Phase.opening
  var isStopped = false
  var endNanoseconds: UInt64 = 0
  var nextSweepNanoseconds: UInt64 = 0
  var lastSweepNanoseconds: UInt64 = 0
  var connecting = 0
  var outstanding = 0
  var launched = 0
  /// Whether a whole slice had no answer, so that there are no more of them: each would wait as long for none.
  var isSilent = false
  var connectQueue: ConnectQueue
  /// Requests answered before a slice's time was over.
  var answeredInTime = 0
  var schedule: Schedule
  var intervals: IntervalReporter
  var progress: LoadProgress.Teller

  /// What the poller had moved before the window.
  var bytesBefore = (sent: 0, received: 0)
  var result = LoadResult()
  var usage = GeneratorUsage()
  var latency = HistogramRecorder()
  var uncorrectedLatency = HistogramRecorder()
  var lateness = HistogramRecorder()
  let statusCounts = UnsafeMutableBufferPointer<Int>.allocate(capacity: 1000)
  var slowest: SlowestKeeper
  var canaries: CanarySampler
  var templates: AnswerTemplates

  init(
    _ share: WorkerShare, of spec: LoadSpec, _ source: consuming Source, _ stop: StopFlag
  ) throws(SystemError) {
    precondition(spec.pipelineDepth <= source.copies, "exchanges that are pipelined stand behind themselves")
    poller = try Polling(
      PollerSpec(
        connections: share.connections.count, stop: stop, batching: spec.batching,
        stampsReceives: spec.stampsReceives, tls: spec.tls, webSocket: spec.webSocket,
        largestSend: source.largestSend))
    self.share = share
    pipelineDepth = spec.pipelineDepth
    awakening = Awakening(tickNanoseconds: spec.tick.wholeNanoseconds)
    target = spec.target
    keepsConnections = spec.keepsConnections
    timeoutNanoseconds = spec.requestTimeout.wholeNanoseconds
    sweepNanoseconds = min(max(timeoutNanoseconds / 16, 1_000_000), 100_000_000)
    drainNanoseconds = spec.drainLimit.wholeNanoseconds
    restNanoseconds = (spec.restLimit ?? spec.drainLimit).wholeNanoseconds
    closing = spec.closing
    takesTurns = spec.seat != nil
    connectQueue = ConnectQueue(slots: share.connections.count)
    burdenNanoseconds = spec.burdenNanoseconds
    slowest = SlowestKeeper(capacity: spec.slowestRequests)
    canaries = CanarySampler(
      spec.canaries.part(of: share), variants: source.kinds, windowNanoseconds: spec.duration.wholeNanoseconds
    )
    templates = AnswerTemplates(kinds: source.kinds, maximumBodyBytes: spec.maximumBodyBytes)
    self.source = source
    statusCounts.initialize(repeating: 0)
    intervals = IntervalReporter(share.index, spec.observer)
    progress = LoadProgress.Teller(spec.progress)
    schedule = Schedule(share.dueTimes, connections: share.connections.count)
    connections = .allocate(capacity: share.connections.count)
    for slot in 0..<share.connections.count {
      (connections + slot).initialize(to: Connection(maximumBodyBytes: spec.maximumBodyBytes))
    }
  }

  /// Whether requests are sent when they are due.
  var isOpenLoop: Bool { share.dueTimes != nil }

  /// Whether requests are due at times that they may miss.
  var hasDueTimes: Bool { Source.keepsTime || isOpenLoop }

  deinit {
    connections.deinitialize(count: share.connections.count).deallocate()
    statusCounts.deallocate()
  }

  /// Opens the connections and drives the window, slice by slice; before each it meets the others, after each it waits for what is
  /// outstanding.
  consuming func run(_ spec: LoadSpec, line: StartingLine) -> LoadResult {
    clinux_set_timer_slack(1)  // requests are due to the nanosecond
    if Source.connectsOnDemand { prepare() } else { openConnections() }
    let length = spec.duration.wholeNanoseconds / UInt64(spec.shape.slices)
    for slice in 0..<UInt64(spec.shape.slices) {
      guard line.arrive(share.index) else { return result }
      guard !isSilent else { continue }
      if slice > 0, !Source.connectsOnDemand { reopenConnections() }
      let answered = result.answered
      runSlice(of: spec, length, after: slice &* length)
      phase = .draining
      pump(until: endNanoseconds &+ restNanoseconds)
      if result.answered == answered { pump(until: endNanoseconds &+ drainNanoseconds) }
      isSilent = result.answered == answered && outstanding > 0 && !isStopped
    }
    intervals.end(at: clock.nanoseconds, result, items: source.items, sessions: source.sessions, latency)
    spec.progress?.willClose()
    return finished()
  }

  /// A few at a time. When none of them is reached, the others are left to the window.
  private mutating func openConnections() {
    for first in stride(from: 0, to: share.connections.count, by: ConnectQueue.burst) where !isStopped {
      let reached = result.connectionsReached
      let last = min(first + ConnectQueue.burst, share.connections.count)
      for slot in first..<last { open(connections + slot) }
      pump(until: clock.nanoseconds &+ timeoutNanoseconds)
      guard result.connectionsReached > reached else { return }
    }
  }

  /// Lets the source do what it has to do before the window; of that only errors count.
  private mutating func prepare() {
    let begin = clock.nanoseconds
    guard source.prepare(at: begin) else { return }
    phase = .draining
    pump(until: begin &+ timeoutNanoseconds)
    var fresh = LoadResult()
    fresh.preparationNanoseconds = clock.nanoseconds &- begin
    fresh.errors = result.errors
    fresh.sent = result.errors.total + outstanding
    fresh.connectionsOpened = result.connectionsOpened
    fresh.connectionsReached = result.connectionsReached
    fresh.connectFailures = result.connectFailures
    fresh.firstConnectError = result.firstConnectError
    fresh.firstMalformation = result.firstMalformation
    result = fresh
    latency = HistogramRecorder()
    uncorrectedLatency = HistogramRecorder()
    lateness = HistogramRecorder()
    slowest.forget()
    statusCounts.update(repeating: 0)
  }

  private mutating func beginWindow(_ spec: LoadSpec, at start: UInt64) {
    usage = GeneratorUsage()
    bytesBefore = (poller.bytesSent, poller.bytesReceived ?? 0)
    result.windowStartNanoseconds = start
    if share.index == 0 { spec.progress?.beginWindow(at: start) }
    intervals.begin(at: start)
  }

  /// Drives a slice of so many nanoseconds, which follows others of `past` nanoseconds.
  private mutating func runSlice(of spec: LoadSpec, _ length: UInt64, after past: UInt64) {
    phase = .window
    launched = 0
    let before = GeneratorUsage.ofThisThread()
    let start = clock.nanoseconds
    if past == 0 { beginWindow(spec, at: start) } else { canaries.rest(start &- endNanoseconds) }
    endNanoseconds = start &+ length
    nextSweepNanoseconds = start
    schedule.begin(at: start, end: endNanoseconds, after: past)
    source.windowChanged(isOpen: true, at: start)
    pump(until: endNanoseconds)
    intervals.report(
      at: min(clock.nanoseconds, endNanoseconds), result, items: source.items, sessions: source.sessions,
      latency)
    if isStopped || isSpent || isClosing || source.hasReachedLimit {
      endNanoseconds = min(endNanoseconds, clock.nanoseconds)
    } else if takesTurns, !isOpenLoop, !source.hasArrivals {
      awaitAnswer(until: endNanoseconds &+ drainNanoseconds)
    }
    source.windowChanged(isOpen: false, at: endNanoseconds)
    result.slices.append(.init(startNanoseconds: start, lengthNanoseconds: endNanoseconds - start))
    usage.addUse(since: before)
    if result.sent < share.requestLimit { result.unsent += schedule.countUnsent(until: endNanoseconds) }
  }

  /// Lets a slice of a closed loop end with the first answer after its time, since one that ended in the middle of a pause would count a
  /// part of it only, and an app with long pauses would seem faster the shorter slices are.
  private mutating func awaitAnswer(until deadline: UInt64) {
    phase = .closing
    let end = endNanoseconds
    answeredInTime = result.answered
    endNanoseconds = .max
    pump(until: deadline)
    endNanoseconds = max(end, clock.nanoseconds)
  }

  private consuming func finished() -> LoadResult {
    result.unfinished = outstanding
    // Who needed no connection asked for none.
    result.connectionsAsked =
      Source.connectsOnDemand ? result.connectionsReached : share.connections.count
    for slot in 0..<share.connections.count where connections[slot].pending > 0 {
      let time = endNanoseconds &- min(endNanoseconds, connections[slot].dueNanoseconds)
      result.openNanoseconds += time * UInt64(connections[slot].pending)
      if connections[slot].parser.hasBegun { result.begun += 1 }
      if connections[slot].written < connections[slot].size { close(connections + slot) }
    }
    // Nothing is made of what still comes; but the poller learns what the kernel took of requests that are not whole.
    poller.wait(nanoseconds: 0, outstanding: 0)
    while poller.next() != nil {}
    poller.leave()
    result.bytesSent = poller.bytesSent - bytesBefore.sent
    if let received = poller.bytesReceived { result.bytesReceived = received - bytesBefore.received }
    result.wasStopped = isStopped
    result.latency = latency.snapshot()
    result.uncorrectedLatency = hasDueTimes ? uncorrectedLatency.snapshot() : result.latency
    result.lateness = lateness.snapshot()
    result.slowest = slowest.requests
    result.canaries = canaries.kept
    result.generator = usage
    result.workers = [usage]
    source.report(to: &result)
    result.pollerName = poller.name
    result.tls = poller.tls
    result.webSocket = poller.webSocket
    for status in statusCounts.indices where statusCounts[status] > 0 {
      result.statusCounts[status] = statusCounts[status]
    }
    return result
  }
}
