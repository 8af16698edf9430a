package import AdapterProtocol
package import LoadEngine
package import Platform
package import Record

/// An app that an adapter runs.
package struct AdapterApp: RunningApp {
  package let address: AppAddress
  package let alarm: StopFlag
  let started: AppStartResponse
  let adapter: AdapterProcess
  private let metrics: AppMetrics

  /// Starts the app of an adapter's framework with a plan's settings, ready for a profiler if asked; throws an `AdapterError`.
  init(
    _ framework: String, by adapter: AdapterProcess, _ load: Plan.Load, healthTimeout: Duration,
    profiled: Bool
  ) async throws {
    let alarm = try StopFlag()
    self.adapter = adapter
    self.alarm = alarm
    if let shortage = DescriptorLimit.makeRoom(forConnections: load.mostConnections, below: adapter.pid) {
      throw AdapterError.failed(
        adapter: adapter.manifest.name, stage: .start, doing: "start \(framework)",
        problem: shortage.words(load), hint: shortage.advice, standardError: [])
    }
    let strays = Set(ProcessTree.strays())
    do {
      started = try await adapter.start(
        framework, workers: load.workers, cpus: load.appCPUs, ports: load.ports,
        healthTimeout: healthTimeout, agents: load.agents ? nil : false, profiler: profiled ? true : nil,
        alarm: alarm)
    } catch AdapterError.failed(let adapter, let stage, let doing, let problem, let hint, let lines) {
      let left = ProcessTree.strays().filter { !strays.contains($0) }
      throw AdapterError.failed(
        adapter: adapter, stage: stage, doing: doing, problem: problem + AppExit.background(left),
        hint: hint, standardError: lines)
    }
    guard let address = AppAddress(host: started.address.host, port: started.address.port) else {
      throw AdapterError.failed(
        adapter: adapter.manifest.name, stage: .start, doing: "start \(framework)",
        problem: "it reports the address \(started.address.host):\(started.address.port)", hint: nil,
        standardError: [])
    }
    self.address = address
    metrics = AppMetrics(
      root: Int32(clamping: started.pid), knownBy: "PORT=\(address.port)", agentFolder: started.agentFolder,
      metrics: adapter.description.metrics)
  }

  package var startupNanoseconds: Int? { started.startupNanoseconds }

  package var exit: AppExit? {
    adapter.exit(of: started.app).map { exit in
      let how = exit.exitCode.map { "exited with status \($0)" } ?? "was ended by signal \(exit.signal ?? 0)"
      let left = exit.exitCode == 0 ? metrics.processes : []
      return AppExit("the app \(how)" + AppExit.background(left), standardError: exit.standardError)
    }
  }

  package func readMetrics() async throws -> AppReading {
    metrics.read(with: try await adapter.metrics(of: started.app))
  }

  package func sampleSeries(_ load: Plan.Load, _ progress: LoadProgress) throws -> SeriesSampler? {
    try SeriesSampler(metrics, load, progress)
  }

  package func startProfiler() async throws -> ProfileStartResponse {
    try await adapter.startProfiler(of: started.app)
  }

  package func stopProfiler() async throws -> ProfileStopResponse {
    try await adapter.stopProfiler(of: started.app)
  }

  /// What the adapter does not find any more is ended as well.
  package func stop() async throws {
    defer { metrics.endProcesses() }
    try await adapter.stop(started.app)
  }
}

extension DescriptorLimit.Shortage {
  /// What an app lacks for a load.
  func words(_ load: Plan.Load) -> String {
    "its app needs room for \(needed) open files for \(load.mostConnections) connections, and the hard limit is \(hardLimit)"
  }

  /// What would help.
  var advice: String { "give fewer --connections, or let root raise it (ulimit -n \(needed))" }
}
