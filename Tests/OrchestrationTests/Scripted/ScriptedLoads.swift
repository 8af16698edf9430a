import Contract
import LoadEngine
import Platform
import Record
import Statistics
import Synchronization

@testable import Orchestration

/// Loads without requests: each takes its time on a fake clock and gives what a script says. Those of a condition are driven side by side,
/// so that only what one participant is asked for has an order.
final class ScriptedLoads: LoadDriving, RunObserver {
  /// A load that was asked for.
  struct Load: Sendable {
    let participant: Key<Participant>
    let workload: Key<Plan.Workload>
    /// Which of the participant's processes was loaded, from 1; the first is that of the verification, the second that of the pilot.
    let process: Int
    /// Its place among the loads of that process, from 0.
    let number: Int
    /// The block, from 0; nil before the blocks.
    let block: Int?
    let window: LoadWindow
    /// Whether it is a measured window, otherwise a pilot's or a warm-up.
    let isMeasured: Bool

    /// Whether it belongs to a pilot.
    var isPilot: Bool { block == nil }
    /// Whether it warms a process up.
    var isWarmup: Bool { !isPilot && !isMeasured }
  }

  /// What comes of a load.
  enum Outcome: Sendable {
    /// So many answers per second.
    case rate(Double)
    /// None at all.
    case silence
    /// The app ends.
    case death(String)
    /// The run is cancelled meanwhile; the test must be `cancellable`.
    case cancelled
    /// There is no load.
    case error(any Error)
  }

  private struct State {
    var loads: [Load] = []
    var block: Int?
  }

  @TaskLocal fileprivate static var cancel: @Sendable () -> Void = {}

  private let apps: ScriptedApps
  private let clock: FakeClock
  private let script: @Sendable (Load) -> Outcome
  private let state = Mutex(State())

  init(on apps: ScriptedApps, _ clock: FakeClock, _ script: @escaping @Sendable (Load) -> Outcome) {
    self.apps = apps
    self.clock = clock
    self.script = script
  }

  /// Everything that was asked for; what one participant was asked for in the order of time.
  var loads: [Load] { state.withLock { $0.loads } }

  func began(_ step: RunStep) {
    guard case .block(let number, _) = step else { return }
    state.withLock { $0.block = number }
  }

  func happened(_ entry: RunEntry, _ series: TrialSeries?) throws {}

  func hold(_ workload: HeldWorkload, at address: AppAddress, stop: StopFlag) async throws
    -> any HeldConnections
  {
    throw Trial.Failure(stage: .measure, reason: "a script holds no connections")
  }

  func drive(
    _ workload: PreparedWorkload, at address: AppAddress, _ window: LoadWindow, stop: StopFlag,
    progress: LoadProgress?
  ) async throws -> LoadFigures {
    defer { progress?.end() }
    guard let app = apps.app(at: address) else {
      throw Trial.Failure(stage: .measure, reason: "a load on an app that does not run")
    }
    let load = state.withLock { state in
      let load = Load(
        participant: app.participant, workload: workload.key, process: app.process,
        number: state.loads.count { $0.participant == app.participant && $0.process == app.process },
        block: state.block, window: window, isMeasured: progress != nil)
      state.loads.append(load)
      return load
    }
    clock.pass(window.seconds)
    switch script(load) {
    case .rate(let rate): return .answers(rate, window)
    case .silence: return .answers(0, window)
    case .death(let reason):
      app.die(reason)
      return .answers(100, window)
    case .cancelled:
      Self.cancel()
      try? await Task.sleep(for: .seconds(60))
      return .answers(100, window)
    case .error(let error): throw error
    }
  }
}

/// Runs a test in a task of its own, which a load's outcome can cancel.
func cancellable(_ test: @escaping @Sendable () async throws -> Void) async throws {
  let (requests, request) = AsyncStream.makeStream(of: Void.self)
  let task = Task {
    defer { request.finish() }
    try await ScriptedLoads.$cancel.withValue({ request.yield() }) { try await test() }
  }
  for await _ in requests { task.cancel() }
  try await task.value
}

extension LoadFigures {
  /// What a window gives that answers so many requests per second, each in a millisecond.
  static func answers(_ rate: Double, _ window: LoadWindow) -> LoadFigures {
    let count = Int((rate * window.seconds).rounded())
    var recorder = HistogramRecorder()
    recorder.record(1_000_000, count: UInt64(count))
    let latency = recorder.snapshot()
    return LoadFigures(
      windowNanoseconds: Int((window.seconds * 1e9).rounded()), sent: count, answered: count,
      answeredInWindow: count, unfinished: 0, errors: [:], bytesSent: 0, bytesReceived: 0,
      latency: latency,
      openLoop: window.offer.map { _ in
        .init(unsent: 0, lateness: latency, uncorrectedLatency: latency)
      }, canaries: .init(checked: 0, wrong: 0, firstDifference: nil),
      generator: .init(
        cpuUserNanoseconds: 0, cpuSystemNanoseconds: 0, blockedNanoseconds: 0, runQueueNanoseconds: nil,
        threads: 1, poller: "none"))
  }
}
