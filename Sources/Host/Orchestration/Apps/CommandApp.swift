import AdapterProtocol
import Foundation
import LoadEngine
import Platform
import Record

/// An app that a command of the user's runs, in a process group of its own.
///
/// Where it is to listen it finds in place of `{port}` in its command and in `PORT`, the number of its workers in place of `{workers}` and
/// in `HARNESS_WORKERS`.
struct CommandApp: RunningApp {
  /// Between SIGTERM and SIGKILL.
  private static let graceNanoseconds: UInt64 = 2_000_000_000
  /// Between two looks at whether it is healthy, or gone.
  private static let pauseNanoseconds: UInt64 = 5_000_000

  let address: AppAddress
  let alarm: StopFlag
  private(set) var startupNanoseconds: Int?
  private let process: ChildProcess
  private let groupGuard: GroupGuard
  private let metrics: AppMetrics

  /// Starts the `line` of an app with a plan's settings, and waits until it is healthy; throws a `Trial.Failure`.
  ///
  /// The app binds its port itself: where somebody else was quicker, it is started again on another one, twice at the most.
  static func starting(
    _ app: OwnApp, _ line: String, _ load: Plan.Load, healthTimeout: Duration
  ) async throws -> CommandApp {
    var chances = 2
    while true {
      let begin = MonotonicClock().nanoseconds
      var started = try CommandApp(app, line, load)
      do {
        try await started.waitForHealth(app.healthPath, within: healthTimeout)
        started.startupNanoseconds = Int(MonotonicClock().nanoseconds - begin)
        return started
      } catch {
        let isLate = started.lostItsPort
        await started.stop()
        guard isLate, chances > 0 else { throw error }
        chances -= 1
      }
    }
  }

  private init(_ app: OwnApp, _ line: String, _ load: Plan.Load) throws(Trial.Failure) {
    if let shortage = DescriptorLimit.makeRoom(forConnections: load.mostConnections, below: getpid()) {
      throw Trial.Failure(stage: .start, reason: "\(shortage.words(load)); \(shortage.advice)")
    }
    let ports = load.ports ?? LoopbackPort.usualRange
    guard let port = LoopbackPort.free(in: ports),
      let address = AppAddress(host: "127.0.0.1", port: Int(port))
    else {
      throw Trial.Failure(
        stage: .start,
        reason: "no port from \(ports.lowerBound) to \(ports.upperBound) is free; give others with --ports")
    }
    let values = ["port": "\(port)", "workers": "\(load.workers)"]
    let process = try app.shell(
      values.reduce(line) { $0.replacing("{\($1.key)}", with: $1.value) },
      ["PORT": "\(port)", "HARNESS_WORKERS": "\(load.workers)"], cpus: load.appCPUs)
    do {
      (alarm, groupGuard) = (try StopFlag(), try GroupGuard(of: process.pid))
    } catch {
      process.signalGroup(SIGKILL)
      throw Trial.Failure(stage: .start, reason: "\(app.participant.id) cannot be watched: \(error)")
    }
    self.address = address
    self.process = process
    metrics = AppMetrics(root: process.pid, knownBy: "PORT=\(port)", agentFolder: nil, metrics: [])
    process.whenEnded { [alarm] _ in alarm.raise() }
  }

  /// Whether a status comes from a server that serves; 501 says that it knows no GET.
  private static func isUp(_ status: Int) -> Bool { status < 500 || status == 501 }

  private func waitForHealth(_ path: String, within timeout: Duration) async throws {
    let clock = MonotonicClock()
    let deadline = clock.nanoseconds + UInt64(timeout.wholeNanoseconds)
    let client = HTTPClient(host: address.host, port: Int(address.port))
    while exit == nil {
      if let answer = try? client.send("GET", path), Self.isUp(answer.status) { return }
      guard clock.nanoseconds < deadline else {
        throw failure(
          "no answer to GET \(path) with a status below 500, or 501, within \(timeout); "
            + "does it listen on 127.0.0.1 and the port in {port} or $PORT?")
      }
      try await Task.sleep(nanoseconds: Self.pauseNanoseconds)
    }
    throw failure(exit?.reason ?? "it ended")
  }

  /// Whether it ended because its port was in use, in the words of the C library or of libuv.
  private var lostItsPort: Bool {
    exit != nil
      && process.standardErrorTail.contains { line in
        line.localizedCaseInsensitiveContains("address already in use") || line.contains("EADDRINUSE")
      }
  }

  private func failure(_ reason: String) -> Trial.Failure {
    Trial.Failure(
      stage: .start, reason: "the app did not start: \(reason)", standardError: process.standardErrorTail)
  }

  var exit: AppExit? {
    process.exit.map { exit in
      let left = exit == .status(0) ? metrics.processes : []
      return AppExit(
        "the app \(exit)" + AppExit.background(left), standardError: process.standardErrorTail)
    }
  }

  func readMetrics() -> AppReading { metrics.read(with: .init(values: [:], unavailable: [:])) }

  func sampleSeries(_ load: Plan.Load, _ progress: LoadProgress) throws -> SeriesSampler? {
    try SeriesSampler(metrics, load, progress)
  }

  func startProfiler() throws -> ProfileStartResponse { throw Unprofiled.failure }

  func stopProfiler() throws -> ProfileStopResponse { throw Unprofiled.failure }

  func stop() async {
    _ = metrics.processes
    process.signalGroup(SIGTERM)
    let clock = MonotonicClock()
    let deadline = clock.nanoseconds + Self.graceNanoseconds
    while process.exit == nil, clock.nanoseconds < deadline {
      // A task that is cancelled does not sleep.
      await Task.detached { try? await Task.sleep(nanoseconds: Self.pauseNanoseconds) }.value
    }
    if process.exit == nil { process.signalGroup(SIGKILL) }
    _ = await process.waitForExit()
    metrics.endProcesses()
    groupGuard.end()
  }
}

/// What nobody samples the stacks of.
enum Unprofiled {
  static let failure = Trial.Failure(
    stage: .measure,
    reason: "harness profiles only what an adapter of its starts; measure without --flamegraph")
}
