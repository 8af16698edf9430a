import AdapterProtocol
import LoadEngine
import Platform
import Record
import Synchronization

@testable import Orchestration

/// Apps without processes: a host that notes what is asked of it, and apps that end when a script says so.
final class ScriptedApps: AppHost {
  private struct State {
    var starts: [Key<Participant>] = []
    var running: [UInt16: ScriptedApp] = [:]
    var mostAtOnce = 0
  }

  /// What is wrong when a participant is prepared; nil: nothing.
  let preparation: @Sendable (Key<Participant>) -> Trial.Failure?
  /// What is wrong when a participant is started for the so manieth time, from 1; nil: nothing.
  let start: @Sendable (Key<Participant>, Int) -> Trial.Failure?
  /// What is wrong when a profiler is started; nil: nothing.
  let profiler: Trial.Failure?
  /// Whether a participant does not serve a workload as it should, or nothing at all when the workload is nil.
  let refuses: @Sendable (Key<Participant>, Key<Plan.Workload>?) -> Bool
  private let state = Mutex(State())

  init(
    preparation: @escaping @Sendable (Key<Participant>) -> Trial.Failure? = { _ in nil },
    start: @escaping @Sendable (Key<Participant>, Int) -> Trial.Failure? = { _, _ in nil },
    profiler: Trial.Failure? = nil,
    refuses: @escaping @Sendable (Key<Participant>, Key<Plan.Workload>?) -> Bool = { _, _ in false }
  ) {
    self.preparation = preparation
    self.start = start
    self.profiler = profiler
    self.refuses = refuses
  }

  /// Who was started, in the order of time.
  var starts: [Key<Participant>] { state.withLock { $0.starts } }
  /// How many apps run.
  var runningCount: Int { state.withLock { $0.running.count } }
  /// The most that ever ran at once.
  var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

  /// The app at an address.
  func app(at address: AppAddress) -> ScriptedApp? { state.withLock { $0.running[address.port] } }

  func prepare(
    _ participant: Participant, progress: @escaping @Sendable (PreparationStep) -> Void
  ) async throws -> AppIntroduction {
    progress(PreparationStep("compile", fraction: 0.5))
    if let failure = preparation(participant.id) { throw failure }
    return AppIntroduction(
      facts: FrameworkFacts(participant: participant.id, runtime: "none", versions: [:], deviations: []),
      metrics: [
        MetricFacts(name: MetricFacts.processorTime, unit: "ns", kind: .counter, better: .lower),
        MetricFacts(name: MetricFacts.residentMemory, unit: "bytes", kind: .gauge, better: .lower),
      ])
  }

  func start(_ participant: Participant, _ load: Plan.Load, profiled: Bool) async throws -> any RunningApp {
    let count = state.withLock {
      $0.starts.append(participant.id)
      return $0.starts.count { $0 == participant.id }
    }
    if let failure = start(participant.id, count) { throw failure }
    return try state.withLock { state in
      let port = 1000 + state.starts.count
      let app = try ScriptedApp(participant.id, process: count, port: port, profiler: profiler) {
        [weak self] in
        self?.state.withLock { $0.running[UInt16(port)] = nil }
      }
      state.running[UInt16(port)] = app
      state.mostAtOnce = max(state.mostAtOnce, state.running.count)
      return app
    }
  }
}

/// An app that is only a note of one.
final class ScriptedApp: RunningApp {
  let participant: Key<Participant>
  /// Which of the participant's processes it is, from 1.
  let process: Int
  let address: AppAddress
  let alarm: StopFlag
  let startupNanoseconds: Int? = 250_000_000
  private let profiler: Trial.Failure?
  private let onStop: @Sendable () -> Void
  private let end = Mutex<AppExit?>(nil)
  private let readings = Mutex(0)

  init(
    _ participant: Key<Participant>, process: Int, port: Int, profiler: Trial.Failure?,
    onStop: @escaping @Sendable () -> Void
  ) throws {
    guard let address = AppAddress(host: "127.0.0.1", port: port) else {
      throw Trial.Failure(stage: .start, reason: "no such port")
    }
    self.participant = participant
    self.process = process
    self.address = address
    self.profiler = profiler
    self.onStop = onStop
    alarm = try StopFlag()
  }

  var exit: AppExit? { end.withLock { $0 } }

  /// Ends unasked.
  func die(_ reason: String) {
    end.withLock { $0 = AppExit(reason, standardError: ["its last words"]) }
    alarm.raise()
  }

  func readMetrics() async throws -> AppReading {
    let count = readings.withLock {
      $0 += 1
      return $0
    }
    return AppReading(
      metrics: [
        MetricFacts.processorTime: .value(Double(count) * 1e6), MetricFacts.residentMemory: .value(5e6),
      ],
      processes: [1])
  }

  func sampleSeries(_ load: Plan.Load, _ progress: LoadProgress) throws -> SeriesSampler? { nil }

  func startProfiler() async throws -> ProfileStartResponse {
    if let profiler { throw profiler }
    return ProfileStartResponse(profiler: "eyes", unit: "samples", intervalNanoseconds: 10)
  }

  func stopProfiler() async throws -> ProfileStopResponse {
    ProfileStopResponse(folded: "a;b \(process)", samples: process, lost: 0, notes: [])
  }

  func stop() async throws { onStop() }
}
