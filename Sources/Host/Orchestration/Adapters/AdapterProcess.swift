package import AdapterProtocol
package import Foundation
package import Platform
import Record
import Synchronization

/// A running adapter: its process and the conversation with it.
///
/// The app that it runs is watched: `exit(of:)` tells how an app ended that was not asked to.
package final class AdapterProcess: Sendable {
  /// How long each request may take.
  private enum Deadline {
    static let initialize = Duration.seconds(60)
    static let prepare = Duration.seconds(1800)
    /// Beyond what the app may take until it is healthy.
    static let start = Duration.seconds(15)
    static let stop = Duration.seconds(10)
    static let metrics = Duration.seconds(10)
    static let profile = Duration.seconds(60)
    static let shutdown = Duration.seconds(2)
  }

  private struct Watch {
    var exits: [String: AppExitedNotification] = [:]
    var alarms: [String: StopFlag] = [:]
    var isGone = false
    var onProgress: (@Sendable (ProgressNotification) -> Void)?
    var hasStrayed = false
  }

  /// How long an app may take until it is healthy, if nobody says otherwise.
  package static let usualHealthTimeout = Duration.seconds(30)

  /// The adapter's manifest.
  package let manifest: AdapterManifest
  /// What the adapter said of itself.
  package let description: InitializeResponse
  /// What its apps inherit is that of this process.
  package var pid: Int32 { process.pid }
  private let process: ChildProcess
  private let connection: Connection
  private let watch = Mutex(Watch())
  private let onNote: @Sendable (AdapterNote) -> Void
  /// Ends when all that the adapter told unasked has been taken in.
  private let (end, onEnd) = AsyncStream.makeStream(of: Never.self)

  /// Starts the adapter in `folder` and introduces us; throws an `AdapterError`. `onNote` is told what it says beside its answers.
  package init(
    _ manifest: AdapterManifest, in folder: URL, workloads: URL,
    onNote: @escaping @Sendable (AdapterNote) -> Void
  ) async throws {
    self.manifest = manifest
    self.onNote = onNote
    let program = try manifest.program(in: folder)
    let build = BuildFolder(of: manifest.name, in: folder)
    do {
      process = try ChildProcess(
        path: program, arguments: Array(manifest.command.dropFirst()), environment: build.environment,
        directory: folder.path)
    } catch {
      throw AdapterError.failed(
        adapter: manifest.name, stage: .prepare, doing: "start", problem: "\(error)", hint: nil,
        standardError: [])
    }
    connection = Connection(readingFrom: process.standardOutput, writingTo: process.standardInput)
    let request = InitializeRequest(
      protocolVersions: [1], host: .init(name: "harness", version: HarnessVersion.current),
      workloads: workloads.path)
    do {
      description = try await connection.call(request, deadline: Deadline.initialize)
    } catch {
      process.signalGroup(SIGKILL)
      let exit = await process.waitForExit()
      let hasEnded = if case ConnectionError.closed = error { true } else { false }
      throw AdapterError.failed(
        adapter: manifest.name, stage: .prepare, doing: "introduce itself",
        problem: hasEnded ? "\(error); it \(exit)" : "\(error)", hint: nil,
        standardError: process.standardErrorTail)
    }
    if let problem = build.problem { note(.warning, problem) }
    Task { [self] in
      await follow()
      onEnd.finish()
    }
  }

  /// Installs and builds what `framework` needs, telling of its progress.
  package func prepare(
    _ framework: String, onProgress: @escaping @Sendable (ProgressNotification) -> Void
  ) async throws -> AppPrepareResponse {
    watch.withLock { $0.onProgress = onProgress }
    defer { watch.withLock { $0.onProgress = nil } }
    return try await call(
      AppPrepareRequest(framework: framework), .prepare, "prepare \(framework)", Deadline.prepare)
  }

  /// Starts an app, which must be healthy within `healthTimeout`, with runtime agents unless `agents` is false, ready for `startProfiler` if `profiler` is
  /// true; `alarm` is raised when it, or the adapter, ends unasked.
  package func start(
    _ framework: String, workers: Int, cpus: [Int], ports: ClosedRange<Int>?,
    healthTimeout: Duration = AdapterProcess.usualHealthTimeout, agents: Bool?, profiler: Bool? = nil,
    alarm: StopFlag
  ) async throws -> AppStartResponse {
    let request = AppStartRequest(
      framework: framework, workers: workers, cpus: cpus,
      ports: ports.map { PortRange(first: $0.lowerBound, last: $0.upperBound) },
      healthTimeoutNanoseconds: Int(healthTimeout / .nanoseconds(1)), agents: agents, profiler: profiler)
    let app = try await call(request, .start, "start \(framework)", healthTimeout + Deadline.start)
    let isGone = watch.withLock {
      $0.alarms[app.app] = alarm
      return $0.isGone || $0.exits[app.app] != nil
    }
    if isGone { alarm.raise() }
    return app
  }

  /// Stops an app with its whole process tree; one that ended by itself is no error.
  package func stop(_ app: String) async throws {
    watch.withLock { $0.alarms[app] = nil }
    guard exit(of: app) == nil else { return }
    _ = try await call(AppStopRequest(app: app), .stop, "stop app \(app)", Deadline.stop)
  }

  /// The app's metrics until now.
  package func metrics(of app: String) async throws -> MetricsReadResponse {
    try await call(MetricsReadRequest(app: app), .measure, "read the metrics of app \(app)", Deadline.metrics)
  }

  /// Begins to sample an app's stacks.
  package func startProfiler(of app: String) async throws -> ProfileStartResponse {
    try await call(ProfileStartRequest(app: app), .measure, "profile app \(app)", Deadline.profile)
  }

  /// Ends it, and tells what was sampled.
  package func stopProfiler(of app: String) async throws -> ProfileStopResponse {
    try await call(
      ProfileStopRequest(app: app), .measure, "hand over the profile of app \(app)", Deadline.profile)
  }

  /// The nanoseconds that a message to the adapter and back takes: a request that it does not know, and refuses at once.
  package func roundTrip() async throws -> UInt64 {
    let clock = MonotonicClock()
    let start = clock.nanoseconds
    do { _ = try await connection.call(UnknownRequest(), deadline: Deadline.metrics) } catch let error
      as ProtocolError
    {
      guard error.code == ProtocolError.Code.methodNotFound.rawValue else { throw error }
    }
    return clock.nanoseconds - start
  }

  /// How an app ended that was not asked to; nil while it runs.
  package func exit(of app: String) -> AppExitedNotification? {
    watch.withLock { $0.exits[app] }
  }

  /// Asks the adapter to stop everything and to end; ends it by force when it does not.
  package func shutDown() async {
    _ = try? await connection.call(ShutdownRequest(), deadline: Deadline.shutdown)
    connection.close()
    process.signalGroup(SIGTERM)
    let killer = Task { [process] in
      try await Task.sleep(for: .seconds(1))
      process.signalGroup(SIGKILL)
    }
    _ = await process.waitForExit()
    killer.cancel()
    await followed(atMost: .milliseconds(500))
    let strayLines = connection.strayLines.count
    if strayLines > 1 { note(.warning, "\(strayLines) lines of its standard output were no messages") }
  }

  /// Waits until all that it told has been taken in; what it started may keep its output open for longer.
  private func followed(atMost time: Duration) async {
    Task { [onEnd] in
      try? await Task.sleep(for: time)
      onEnd.finish()
    }
    for await _ in end {}
  }

  private func note(_ level: LogNotification.Level, _ message: String) {
    onNote(AdapterNote(adapter: manifest.name, level: level, message: message))
  }

  private func call<Request: RequestMessage>(
    _ request: Request, _ stage: Trial.Failure.Stage, _ doing: String, _ deadline: Duration
  ) async throws -> Request.Response {
    do {
      return try await connection.call(request, deadline: deadline)
    } catch let error as ProtocolError {
      let isUnknown = error.code == ProtocolError.Code.methodNotFound.rawValue
      throw AdapterError.failed(
        adapter: manifest.name, stage: stage, doing: doing,
        problem: isUnknown ? "it has no \(Request.method)" : error.message, hint: error.hint,
        standardError: error.standardError.isEmpty ? process.standardErrorTail : error.standardError)
    } catch let error as ConnectionError {
      let exit = process.exit.map { "; the adapter \($0)" } ?? ""
      throw AdapterError.failed(
        adapter: manifest.name, stage: stage, doing: doing, problem: "\(error)\(exit)", hint: nil,
        standardError: process.standardErrorTail)
    }
  }

  /// Takes in what the adapter tells unasked, until its end.
  private func follow() async {
    for await notification in connection.notifications {
      switch notification {
      case .progress(let progress): watch.withLock { $0.onProgress }?(progress)
      case .appExited(let exit):
        watch.withLock {
          $0.exits[exit.app] = exit
          return $0.alarms[exit.app]
        }?.raise()
      case .log(let log): note(log.level, log.message)
      case .strayLine(let line):
        let isFirst = watch.withLock { watch in
          defer { watch.hasStrayed = true }
          return !watch.hasStrayed
        }
        if isFirst { note(.warning, "a line of its standard output is no message: \(line)") }
      }
    }
    watch.withLock {
      $0.isGone = true
      return Array($0.alarms.values)
    }.forEach { $0.raise() }
  }
}

/// A request that no version of the protocol has.
private struct UnknownRequest: RequestMessage {
  struct Response: Codable, Equatable, Sendable {}

  static let method = "harness/unknown"
}
