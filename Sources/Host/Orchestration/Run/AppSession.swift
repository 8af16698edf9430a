import AdapterProtocol
package import LoadEngine
package import Platform
package import Record

/// One running app: its address, its end, its metrics.
package struct AppSession {
  package let framework: Plan.Framework
  let started: AppStartResponse
  package let adapter: AdapterProcess
  /// Raised when the app ends unasked.
  package let alarm: StopFlag

  /// Starts the app with a plan's settings, ready for a profiler if asked; throws an `AdapterError`.
  package init(
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
  }

  /// Where it listens.
  package let address: SocketAddress

  /// How it ended, with its last words; nil while it runs.
  package var exit: (reason: String, standardError: [String])? {
    adapter.exit(of: started.app).map { exit in
      let how = exit.exitCode.map { "exited with status \($0)" } ?? "was ended by signal \(exit.signal ?? 0)"
      return ("the app \(how)", exit.standardError)
    }
  }

  /// Its metrics until now.
  func metrics() async throws -> MetricsReadResponse { try await adapter.metrics(of: started.app) }

  /// Begins to sample its stacks.
  func startProfiler() async throws -> ProfileStartResponse {
    try await adapter.startProfiler(of: started.app)
  }

  /// Its stacks since the profiler was started, which ends.
  func stopProfiler() async throws -> ProfileStopResponse { try await adapter.stopProfiler(of: started.app) }

  /// Stops it with everything it started.
  package func stop() async throws { try await adapter.stop(started.app) }
}
