import Platform
package import Record

/// Where participants' apps come from on this machine: frameworks of adapters, commands and servers of the user's.
package struct LocalApps: AppHost {
  private let fleet: AdapterFleet
  private let own: [Key<Participant>: OwnApp]
  private let healthTimeout: Duration

  /// The frameworks of a fleet, and apps of the user's, which must be healthy within `healthTimeout`.
  package init(
    _ fleet: AdapterFleet, and own: [OwnApp] = [],
    healthTimeout: Duration = AdapterProcess.usualHealthTimeout
  ) {
    self.fleet = fleet
    self.own = Dictionary(own.map { ($0.participant.id, $0) }) { first, _ in first }
    self.healthTimeout = healthTimeout
  }

  /// Whom a name stands for: an app of the user's, or what it is to the fleet; throws when there is nobody.
  package func participants(named name: String) async throws -> [Participant] {
    if let app = own[Key(name)] { return [app.participant] }
    return try await fleet.frameworks(named: name)
  }

  package func prepare(
    _ participant: Participant, progress: @escaping @Sendable (PreparationStep) -> Void
  ) async throws -> AppIntroduction {
    switch participant.app {
    case .framework(let adapter, let name):
      return try await fleet.introduction(participant, name, of: adapter, progress: progress)
    case .command(let line):
      try await app(participant).prepare()
      return introduction(participant, "the command `\(line)`")
    case .server(let url):
      return introduction(participant, "a server that ran already, \(url)")
    }
  }

  /// Of an app of which no more is known than what /proc tells of every process.
  private func introduction(_ participant: Participant, _ runtime: String) -> AppIntroduction {
    AppIntroduction(
      facts: FrameworkFacts(
        participant: participant.original, runtime: runtime, versions: [:], deviations: []),
      metrics: AppMetrics.descriptors(with: []).map { MetricFacts($0) })
  }

  package func endStrays() { ProcessTree.endStrays() }

  package func start(
    _ participant: Participant, _ load: Plan.Load, profiled: Bool
  ) async throws -> any RunningApp {
    switch participant.app {
    case .framework(let adapter, let name):
      try await fleet.app(name, of: adapter, load, profiled: profiled)
    case .command(let line):
      try await CommandApp.starting(app(participant), line, load, healthTimeout: healthTimeout)
    case .server(let url):
      try ServerApp(url)
    }
  }

  private func app(_ participant: Participant) throws -> OwnApp {
    guard let app = own[participant.original] else {
      throw Trial.Failure(stage: .prepare, reason: "nobody says how \(participant.id) is started")
    }
    return app
  }
}
