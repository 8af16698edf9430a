package import Foundation
import Glibc
import Orchestration
import Platform

/// The conformance suite: holds an adapter against the specification of the protocol, rule by rule.
package struct AdapterCheck: Sendable {
  /// How much of the work an app is made to prove.
  package enum Extent: Sendable {
    /// Every line and every workload.
    case whole
    /// Neither lines of megabytes nor more workloads than those of the quick suite.
    case brief
  }

  private let folder: URL
  private let specification: Specification
  private let extent: Extent
  private let scenarios: [Scenario]

  /// A check of the adapter in `folder`; of other scenarios than `scenarios` and the first two nothing is reported.
  package init(
    of folder: URL, by specification: Specification, extent: Extent = .whole,
    scenarios: Set<Scenario> = Set(Scenario.allCases)
  ) {
    (self.folder, self.specification, self.extent) = (folder, specification, extent)
    self.scenarios = Scenario.allCases.filter {
      scenarios.contains($0) || $0 == .discovery || $0 == .handshake
    }
  }

  /// Carries it out on a thread of its own; `telling` is told which scenario begins.
  package func run(telling: @escaping @Sendable (Scenario) -> Void = { _ in }) async throws -> CheckReport {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try startThread("adapter check") { continuation.resume(returning: report(telling)) }
      } catch { continuation.resume(throwing: error) }
    }
  }

  /// Carries it out, holding the thread.
  private func report(_ telling: (Scenario) -> Void) -> CheckReport {
    let ledger = Ledger()
    telling(.discovery)
    if let manifest = DiscoveryScenario.manifest(in: folder, ledger) {
      do {
        let subject = try Subject(manifest, in: folder, specification, extent)
        defer { subject.removeScratch() }
        for scenario in scenarios.dropFirst() {
          telling(scenario)
          do { try scenario.play(subject, ledger) } catch { ledger.obstruct(scenario, "\(error)") }
        }
      } catch {
        ledger.judge(.D1, false, "\(error)")
      }
    }
    return ledger.report(on: folder.path, after: scenarios)
  }
}

extension Scenario {
  fileprivate func play(_ adapter: Subject, _ ledger: Ledger) throws {
    switch self {
    case .discovery: break
    case .handshake: try HandshakeScenario(adapter, ledger).play()
    case .lines: try LinesScenario(adapter, ledger).play()
    case .preparation: try PreparationScenario(adapter, ledger).play()
    case .lifecycle: try LifecycleScenario(adapter, ledger).play()
    case .metrics: try MetricsScenario(adapter, ledger).play()
    case .profiling: try ProfilingScenario(adapter, ledger).play()
    case .ends: try EndsScenario(adapter, ledger).play()
    case .contract: try ContractScenario(adapter, ledger).play()
    }
  }
}

/// What scenarios have in common: an adapter that has been introduced.
protocol AdapterScenario {
  var adapter: Subject { get }
  var ledger: Ledger { get }
}

extension AdapterScenario {
  /// Talks to a fresh adapter, which is ended afterwards with all that it started.
  func converse(environment: [String: String] = [:], _ body: (Conversation) throws -> Void) throws {
    let conversation = try Conversation(with: adapter, environment: environment, ledger)
    defer { conversation.end() }
    try body(conversation)
  }

  /// The same after the handshake; throws a `CheckedApp.Refusal` where there is no framework to start.
  func converseIntroduced(environment: [String: String] = [:], _ body: (Conversation) throws -> Void) throws {
    guard !adapter.framework.isEmpty else {
      throw CheckedApp.Refusal(description: "the adapter did not introduce itself with a framework")
    }
    try converse(environment: environment) { conversation in
      _ = try conversation.ask("initialize", adapter.initialize(), within: Grace.initialize)
      try body(conversation)
    }
  }
}
