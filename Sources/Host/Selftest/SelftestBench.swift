import HTTP
import LoadEngine
import Orchestration
import Platform
import Record
import Synchronization

/// What the parts of the self-test work with: processors, the load engine, servers of our own, and the
/// adapters.
package final class SelftestBench: Sendable {
  /// Whether everything is shortened to fit into three minutes.
  let isQuick: Bool
  /// Seed of every random order.
  let seed: UInt64
  let cpus: CPUAllocation
  /// Real apps for the A/A comparison; nil: a server of our own.
  let apps: SelftestApps?
  /// Told what goes on.
  let note: @Sendable (String) -> Void
  /// How much shorter than usual windows are, for tests.
  private let scale: Double
  /// Something every server does wrong, for the proof that the parts notice.
  let fault: ServerBehaviour.Fault?
  /// What is taken for what the machine did, for tests of what is made of it.
  private let seen: @Sendable (SelftestReport.Disturbance) -> SelftestReport.Disturbance
  private let repetitionSeconds = Mutex(0.0)
  private let waits = Mutex((waited: UInt64(0), windows: UInt64(0)))

  /// A bench on the processors `allowed`, two at the least if generator and server are not to disturb each
  /// other.
  package convenience init(
    isQuick: Bool, seed: UInt64, allowed: [Int], apps: SelftestApps?,
    note: @escaping @Sendable (String) -> Void
  ) {
    self.init(isQuick: isQuick, seed: seed, allowed: allowed, apps: apps, fault: nil, note: note)
  }

  init(
    isQuick: Bool, seed: UInt64, allowed: [Int], apps: SelftestApps? = nil, fault: ServerBehaviour.Fault?,
    scale: Double = 1,
    seen: @escaping @Sendable (SelftestReport.Disturbance) -> SelftestReport.Disturbance = { $0 },
    note: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.isQuick = isQuick
    self.seed = seed
    self.apps = apps
    self.fault = fault
    self.scale = scale
    self.seen = seen
    self.note = note
    cpus = CPUAllocation(allowed: allowed, workers: 1)
  }

  /// The length of a window in seconds.
  func seconds(quick: Double, full: Double) -> Double { scale * (isQuick ? quick : full) }

  /// The processor of the servers.
  var serverCPU: Int? { cpus.app.first }

  /// Of all windows so far, the share that generator and servers were ready to run but waited for their
  /// processors; nil where the kernel does not tell, and before the first.
  package var waitingShare: Double? {
    waits.withLock { $0.windows == 0 ? nil : Double($0.waited) / Double($0.windows) }
  }

  /// Runs a server as long as `body` takes; returns what that did and what the server counted.
  func serving<Value: Sendable>(
    _ behaviour: ServerBehaviour, _ body: (CalibratedServer.Place) async throws -> Value
  ) async throws -> (value: Value, counts: CalibratedServer.Counts) {
    var behaviour = behaviour
    behaviour.fault = fault
    return try await CalibratedServer.serving(behaviour, cpu: serverCPU, body)
  }

  /// Loads a server for `seconds`: a closed loop, or an open one at `rate` requests per second.
  func load(
    _ place: CalibratedServer.Place, connections: Int, rate: Double? = nil, seconds: Double
  ) async throws -> LoadResult {
    try await window(place, connections: connections, rate: rate, seconds: seconds).result
  }

  /// The same beside a watch of the machine, when the server is in the middle between two of its stalls.
  func watchedLoad(
    _ place: CalibratedServer.Place, _ behaviour: ServerBehaviour = ServerBehaviour(), connections: Int,
    rate: Double? = nil, seconds: Double
  ) async throws -> Watched<LoadResult> {
    try await place.untilQuiet(after: behaviour)
    return try await watched {
      try await window(place, connections: connections, rate: rate, seconds: seconds)
    }
  }

  /// Users at a server for `seconds`, one on each connection, beside a watch of the machine, from the middle between two of its stalls on.
  /// `isAsleep`: waits for processors say nothing, since each of many awakenings is one.
  func watchedUsers(
    _ place: CalibratedServer.Place, _ behaviour: ServerBehaviour, _ program: Program, _ plan: SessionPlan,
    connections: Int, seconds: Double, isAsleep: Bool = false
  ) async throws -> Watched<LoadResult> {
    try await place.untilQuiet(after: behaviour)
    return try await watched {
      let window = try await window(spec(place, connections: connections, seconds: seconds)) {
        try await LoadEngine.running($0, carryingOut: program, plan, stop: StopFlag())
      }
      return isAsleep ? (window.result, nil) : window
    }
  }

  /// What `body` measures beside a watch of the machine; it also tells what share of its window generator and servers waited for their
  /// processors, nil where that is not known.
  func watched<Value: Sendable>(
    _ body: () async throws -> (result: Value, waitingShare: Double?)
  ) async throws -> Watched<Value> {
    let watch = try MachineWatch(processors: cpus.app + cpus.generator)
    let (result, waitingShare) = try await body()
    return Watched(result, seen(watch.end(waitingShare: waitingShare)))
  }

  /// `count` windows of so many `seconds`, of which `needed` must be quiet: measures until all are, but at most three times as many, and
  /// not longer than a part may.
  func quiet<Value>(
    _ count: Int, needed: Int = 1, seconds: Double, _ window: () async throws -> Watched<Value>
  ) async throws -> QuietWindows<Value> {
    var windows: [Watched<Value>] = []
    while windows.count < count
      || windows.count < 3 * count && windows.count(where: \.isQuiet) < count && takeRepetition(seconds)
    {
      windows.append(try await window())
    }
    return QuietWindows(windows, count, needed: needed)
  }

  /// Gives the next part its time for repetitions.
  func beginPart() { repetitionSeconds.withLock { $0 = isQuick ? 10 : 100 } }

  /// Takes the time of another window out of what there is for repetitions; false when too little is left.
  private func takeRepetition(_ seconds: Double) -> Bool {
    repetitionSeconds.withLock { left in
      guard left >= seconds else { return false }
      left -= seconds
      return true
    }
  }

  /// What every load here sends.
  static let requests = [PreparedRequest(HTTPRequest(method: "GET", target: "/", host: "selftest"))]

  /// A load of a server on the generator's processors.
  func spec(
    _ place: CalibratedServer.Place, connections: Int, rate: Double? = nil, seconds: Double
  ) -> LoadSpec {
    var spec = LoadSpec(
      LoadShape(
        target: place.address, connections: connections,
        pacing: rate.map { .open(Arrivals(.constant($0))) } ?? .closed, cpus: cpus.generator,
        duration: .seconds(seconds), drainLimit: .seconds(10)))
    spec.stampsReceives = rate != nil
    return spec
  }

  /// A window, and the share of it that generator and servers waited for their processors; nil where the kernel does not tell.
  private func window(
    _ place: CalibratedServer.Place, connections: Int, rate: Double?, seconds: Double
  ) async throws -> (result: LoadResult, waitingShare: Double?) {
    try await window(spec(place, connections: connections, rate: rate, seconds: seconds)) {
      try await LoadEngine.running($0, sending: Self.requests, stop: StopFlag())
    }
  }

  /// The same however it is driven.
  private func window(
    _ spec: LoadSpec, _ drive: (LoadSpec) async throws -> LoadResult
  ) async throws -> (result: LoadResult, waitingShare: Double?) {
    let before = SchedulerWaits.ofThreads(named: CalibratedServer.threadName)
    let result = try await drive(spec)
    let after = SchedulerWaits.ofThreads(named: CalibratedServer.threadName)
    try Task.checkCancellation()
    guard let before, let after, let own = result.generator.runQueueNanoseconds else { return (result, nil) }
    let waited = own + (after - before)
    if result.answeredInWindow == 0 {
      note(
        "  a window without an answer: \(result.sent) sent, \(result.errors.total) errors "
          + "(\(result.errors[.timeout]) timeouts, \(result.errors[.reset]) resets), "
          + "\(result.connectionsOpened) connections opened; generator waited "
          + "\(own / 1_000_000) ms for its processor, servers \((after - before) / 1_000_000) ms")
    }
    waits.withLock {
      $0.waited += waited
      $0.windows += result.windowNanoseconds
    }
    return (result, Double(waited) / Double(result.windowNanoseconds))
  }
}
