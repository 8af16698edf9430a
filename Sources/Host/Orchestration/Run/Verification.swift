import AdapterProtocol
package import Contract
package import Record

/// Proves that a framework does the work of the contract before anything is measured.
package struct Verification: Sendable {
  /// What verification of a framework found out.
  package struct Outcome: Sendable {
    /// What the framework and its adapter say of themselves.
    package let facts: FrameworkFacts
    /// What the adapter's metrics mean.
    package let metrics: [MetricFacts]
    /// One record for the server as a whole and one per workload.
    package let records: [ConformanceRecord]
  }

  private let catalogue: WorkloadCatalogue
  private let seed: UInt64

  /// Verification with random values from `seed`.
  package init(_ catalogue: WorkloadCatalogue, seed: UInt64) {
    self.catalogue = catalogue
    self.seed = seed
  }

  /// Prepares and starts the framework's app, checks every workload, and stops it. Throws an `AdapterError` when the app cannot be had.
  package func verify(
    _ framework: Plan.Framework, _ workloads: [String], _ load: Plan.Load, on fleet: AdapterFleet,
    report: (RunEvent) -> Void
  ) async throws -> Outcome {
    let adapter = try await fleet.adapter(framework.adapter)
    let preparation = try await prepare(framework, adapter, report)
    let app = try await AppSession(framework, by: adapter, load)
    do {
      let records = try check(app, workloads, report)
      try await app.stop()
      return Outcome(
        facts: facts(framework, adapter, preparation), metrics: metrics(adapter), records: records)
    } catch {
      try? await app.stop()
      throw error
    }
  }

  private func prepare(
    _ framework: Plan.Framework, _ adapter: AdapterProcess, _ report: (RunEvent) -> Void
  ) async throws -> AppPrepareResponse {
    let (steps, step) = AsyncStream.makeStream(of: ProgressNotification.self)
    step.yield(ProgressNotification(message: "prepare", fraction: nil))
    async let preparation = {
      defer { step.finish() }
      return try await adapter.prepare(framework.framework) { step.yield($0) }
    }()
    for await step in steps {
      report(.preparing(framework: framework.name, message: step.message, fraction: step.fraction))
    }
    return try await preparation
  }

  private func check(
    _ app: AppSession, _ workloads: [String], _ report: (RunEvent) -> Void
  ) throws -> [ConformanceRecord] {
    let address = app.started.address
    let verifier = ConformanceVerifier(host: address.host, port: address.port, seed: seed)
    var records: [ConformanceRecord] = []
    func add(_ outcome: (checks: Int, failures: [ConformanceRecord.Failure]), _ workload: String?) {
      let record = ConformanceRecord(
        framework: app.framework.name, workload: workload, checks: outcome.checks, failures: outcome.failures)
      records.append(record)
      report(.verified(record))
    }
    add(verifier.verifyServer(), nil)
    for name in workloads {
      try Task.checkCancellation()
      report(.verifying(framework: app.framework.name, workload: name))
      add(verifier.verify(try catalogue.workload(named: name)), name)
    }
    return records
  }

  private func facts(
    _ framework: Plan.Framework, _ adapter: AdapterProcess, _ preparation: AppPrepareResponse
  ) -> FrameworkFacts {
    let runtime = adapter.description.runtime
    let versions = preparation.versions
    let declared = adapter.description.frameworks.first { $0.name == framework.framework }?.deviations ?? []
    return FrameworkFacts(
      name: framework.name, runtime: "\(runtime.name) \(runtime.version) (\(runtime.path))",
      versions: ["runtime": versions.runtime, "framework": versions.framework, "server": versions.server],
      deviations: declared.map { .init(id: $0.id, description: $0.description, workloads: $0.workloads) })
  }

  private func metrics(_ adapter: AdapterProcess) -> [MetricFacts] {
    adapter.description.metrics.map {
      MetricFacts(name: $0.name, unit: $0.unit, kind: $0.kind.rawValue, better: $0.better.rawValue)
    }
  }
}
