import Contract
import LoadEngine
import Platform
import Record
import Statistics
import Synchronization

@testable import Orchestration

/// Loads without requests: each takes its time on a fake clock and gives what a script says.
final class ScriptedLoads: LoadDriving, RunObserver {
  /// A load that was asked for.
  struct Load: Equatable, Sendable {
    let participant: Key<Participant>
    let workload: Key<Plan.Workload>
    /// Which of the participant's processes was loaded, from 1; the first is that of the verification.
    let process: Int
    /// The session's family, and its block from 0.
    let family: Key<Family>?
    let block: Int?
    let window: LoadWindow
    /// Whether it is a measured window, otherwise a warm-up.
    let isMeasured: Bool
  }

  /// What comes of a load.
  enum Outcome {
    /// So many answers per second.
    case rate(Double)
    /// None at all.
    case silence
    /// The app ends.
    case death(String)
    /// The task is cancelled meanwhile.
    case cancelled
    /// There is no load.
    case error(any Error)
  }

  private struct State {
    var loads: [Load] = []
    var session: (Family.Session, Key<Family>)?
  }

  private let apps: ScriptedApps
  private let clock: FakeClock
  private let script: @Sendable (Load) -> Outcome
  private let state = Mutex(State())

  init(on apps: ScriptedApps, _ clock: FakeClock, _ script: @escaping @Sendable (Load) -> Outcome) {
    self.apps = apps
    self.clock = clock
    self.script = script
  }

  /// Everything that was asked for, in the order of time.
  var loads: [Load] { state.withLock { $0.loads } }

  func began(_ step: RunStep) {
    guard case .session(let session, _, _, let family) = step else { return }
    state.withLock { $0.session = (session, family) }
  }

  func happened(_ entry: RunEntry, _ series: TrialSeries?) throws {}

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
        participant: app.participant, workload: Key(workload.workload.name), process: app.process,
        family: state.session?.1, block: state.session?.0.block, window: window, isMeasured: progress != nil)
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
      withUnsafeCurrentTask { $0?.cancel() }
      return .answers(100, window)
    case .error(let error): throw error
    }
  }
}

extension LoadFigures {
  /// What a window gives that answers so many requests per second, each in a millisecond.
  static func answers(_ rate: Double, _ window: LoadWindow) -> LoadFigures {
    let count = Int((rate * window.seconds).rounded())
    var recorder = HistogramRecorder()
    recorder.record(1_000_000, count: UInt64(count))
    return LoadFigures(
      windowNanoseconds: Int((window.seconds * 1e9).rounded()), sent: count, answered: count,
      answeredInWindow: count, unfinished: 0, errors: [:], bytesSent: 0, bytesReceived: 0,
      latency: recorder.snapshot(), canaries: .init(checked: 0, wrong: 0, firstDifference: nil),
      generator: .init(
        cpuUserNanoseconds: 0, cpuSystemNanoseconds: 0, blockedNanoseconds: 0, runQueueNanoseconds: nil,
        threads: 1, poller: "none"))
  }
}
