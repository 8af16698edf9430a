import AdapterProtocol
import LoadEngine
import Platform
import Results

/// One running app: its address, its end, its metrics.
struct AppSession {
  let framework: Plan.Framework
  let started: AppStartResponse
  let adapter: AdapterProcess
  /// Raised when the app ends unasked.
  let alarm: StopFlag

  /// Starts the app with a plan's settings, ready for a profiler if asked; throws an `AdapterError`.
  init(
    _ framework: Plan.Framework, by adapter: AdapterProcess, _ load: Plan.Load, profiler: Bool? = nil
  ) async throws {
    let alarm = try StopFlag()
    self.framework = framework
    self.adapter = adapter
    self.alarm = alarm
    started = try await adapter.start(
      framework.framework, workers: load.workers, cpus: load.appCPUs, ports: load.ports, agents: load.agents,
      profiler: profiler, alarm: alarm)
    guard let port = UInt16(exactly: started.address.port),
      let address = SocketAddress(host: started.address.host, port: port)
    else {
      throw AdapterError.failed(
        adapter: framework.adapter, stage: .start, doing: "start \(framework.framework)",
        problem: "it reports the address \(started.address.host):\(started.address.port)", hint: nil,
        standardError: [])
    }
    self.address = address
    metrics = AppMetrics(
      root: Int32(clamping: started.pid), agentFolder: started.agentFolder,
      metrics: adapter.description.metrics)
  }

  /// Where it listens.
  let address: SocketAddress
  /// What the host reads of it by itself.
  let metrics: AppMetrics

  /// How it ended, with its last words; nil while it runs.
  var exit: (reason: String, standardError: [String])? {
    adapter.exit(of: started.app).map { exit in
      let how = exit.exitCode.map { "exited with status \($0)" } ?? "was ended by signal \(exit.signal ?? 0)"
      return ("the app \(how)", exit.standardError)
    }
  }

  /// Everything that can be known of it until now.
  func readMetrics() async throws -> AppReading {
    metrics.read(with: try await adapter.metrics(of: started.app))
  }

  /// Begins to sample its stacks.
  func startProfiler() async throws -> ProfileStartResponse {
    try await adapter.startProfiler(of: started.app)
  }

  /// Its stacks since the profiler was started, which ends.
  func stopProfiler() async throws -> ProfileStopResponse { try await adapter.stopProfiler(of: started.app) }

  /// Stops it with everything it started.
  func stop() async throws { try await adapter.stop(started.app) }
}
