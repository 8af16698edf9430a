import AdapterProtocol
import Record

extension AdapterFleet {
  /// Installs and builds what an adapter's framework needs, telling of each step; throws an `AdapterError`.
  func introduction(
    _ participant: Participant, _ framework: String, of name: String,
    progress: @escaping @Sendable (PreparationStep) -> Void
  ) async throws -> AppIntroduction {
    let adapter = try await adapter(name)
    let preparation = try await adapter.prepare(framework) {
      progress(PreparationStep($0.message, fraction: $0.fraction))
    }
    return AppIntroduction(
      facts: FrameworkFacts(participant.original, framework, adapter.description, preparation.versions),
      metrics: AppMetrics.descriptors(with: adapter.description.metrics).map { MetricFacts($0) })
  }
}

extension FrameworkFacts {
  fileprivate init(
    _ participant: Key<Participant>, _ framework: String, _ adapter: InitializeResponse,
    _ versions: AppVersions
  ) {
    let runtime = adapter.runtime
    let declared = adapter.frameworks.first { $0.name == framework }?.deviations ?? []
    self.init(
      participant: participant, runtime: "\(runtime.name) \(runtime.version) (\(runtime.path))",
      versions: ["runtime": versions.runtime, "framework": versions.framework, "server": versions.server],
      deviations: declared.map { .init(id: $0.id, description: $0.description, workloads: $0.workloads) })
  }
}

extension MetricFacts {
  init(_ descriptor: MetricDescriptor) {
    let kind: Kind =
      switch descriptor.kind {
      case .counter: .counter
      case .gauge: .gauge
      }
    let better: Measure.Better =
      switch descriptor.better {
      case .lower: .lower
      case .higher: .higher
      case .neither: .neither
      }
    let aggregation: Aggregation =
      switch descriptor.aggregation {
      case .total: .total
      case .maximum: .maximum
      case .mean: .mean
      case .percentile: .percentile
      }
    let basis: Basis? =
      switch descriptor.basis {
      case nil: nil
      case .elapsed: .elapsed
      case .cpu: .cpu
      case .request: .request
      }
    self.init(
      name: descriptor.name, unit: descriptor.unit, kind: kind, better: better, aggregation: aggregation,
      role: descriptor.role.map { Key($0.rawValue) }, basis: basis, label: descriptor.label,
      events: descriptor.events)
  }
}
