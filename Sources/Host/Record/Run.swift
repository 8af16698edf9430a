import AdapterProtocol
package import Foundation

/// One run of `harness compare`: what was planned, on what machine, and how it ended. Stored as `run.json`.
package struct Run: Codable, Equatable, Sendable {
  /// How a run ended.
  package enum Outcome: String, Codable, Sendable {
    /// It is still going on, or was killed.
    case running
    /// Every planned trial took place, well or badly.
    case complete
    /// It was stopped before the end; what had been measured is there.
    case interrupted
  }

  /// The version of the stored form that this code writes.
  package static let currentSchemaVersion = 1

  /// The version of the stored form.
  package let schemaVersion: Int
  /// The folder's name, unique on a machine.
  package let id: String
  /// The version of harness that measured.
  package let harnessVersion: String
  /// The command line, program first.
  package let command: [String]
  /// When the run began.
  package let startedAt: Date
  /// When the run ended; nil while it runs.
  package var finishedAt: Date?
  /// How the run ended.
  package var outcome: Outcome
  /// What was planned.
  package let plan: Plan
  /// Where it ran.
  package var environment: Environment
  /// What each framework says of itself, in the plan's order.
  package var frameworks: [FrameworkFacts]
  /// What verification found, one record per framework and workload that was verified.
  package var conformance: [ConformanceRecord]
  /// The rates of the latency half, by workload in the plan's order; nil before it begins.
  package var offered: [OfferedRates]?
  /// How the halves ended, in their order; nil before the first did, and in older runs.
  package var ends: [HalfEnd]?
  /// What the adapters' metrics mean, by name; the first adapter's word counts where several describe one metric.
  package var metrics: [MetricFacts]

  /// A run that begins now.
  package init(
    id: String, harnessVersion: String, command: [String], startedAt: Date, plan: Plan,
    environment: Environment
  ) {
    schemaVersion = Self.currentSchemaVersion
    self.id = id
    self.harnessVersion = harnessVersion
    self.command = command
    self.startedAt = startedAt
    outcome = .running
    self.plan = plan
    self.environment = environment
    frameworks = []
    conformance = []
    metrics = []
  }
}

extension Run {
  /// How a half ended; nil when it did not, and in older runs.
  package func end(of half: RunHalf) -> HalfEnd? { ends?.first { $0.half == half } }
}

/// What a framework and its adapter say of themselves.
package struct FrameworkFacts: Codable, Equatable, Sendable {
  /// Something of the workload contract that the framework cannot do idiomatically.
  package struct Deviation: Codable, Equatable, Sendable {
    /// A short name, unique within the framework.
    package let id: String
    /// What differs, in a sentence.
    package let description: String
    /// The workloads it touches.
    package let workloads: [String]

    /// A declared deviation.
    package init(id: String, description: String, workloads: [String]) {
      self.id = id
      self.description = description
      self.workloads = workloads
    }
  }

  /// The framework's name in the plan.
  package let name: String
  /// The runtime, e.g. `CPython 3.11.2 (/usr/bin/python3)`.
  package let runtime: String
  /// Versions by part: `runtime`, `framework`, `server`.
  package let versions: [String: String]
  /// What it declares to do differently.
  package let deviations: [Deviation]

  /// Facts about one framework.
  package init(
    name: String, runtime: String, versions: [String: String], deviations: [Deviation]
  ) {
    self.name = name
    self.runtime = runtime
    self.versions = versions
    self.deviations = deviations
  }
}

/// What a metric of an adapter means.
package struct MetricFacts: Codable, Equatable, Sendable {
  /// The metric's name, e.g. `memory.rss`.
  package let name: String
  /// The unit of its values, e.g. `bytes`.
  package let unit: String
  /// Whether the stored value is an increase over the window (`counter`) or the state at its end (`gauge`).
  package let kind: String
  /// Which direction is good: `lower`, `higher` or `neither`.
  package let better: String

  /// A metric as its adapter describes it.
  package init(name: String, unit: String, kind: String, better: String) {
    self.name = name
    self.unit = unit
    self.kind = kind
    self.better = better
  }
}

/// What verification found for one framework and workload.
package struct ConformanceRecord: Codable, Equatable, Sendable {
  /// A check that failed.
  package struct Failure: Codable, Equatable, Sendable {
    /// The check's name.
    package let check: String
    /// The request that was sent.
    package let request: String
    /// What the contract wants.
    package let expected: String
    /// What came.
    package let got: String

    /// A failed check.
    package init(check: String, request: String, expected: String, got: String) {
      self.check = check
      self.request = request
      self.expected = expected
      self.got = got
    }
  }

  /// The framework's name in the plan.
  package let framework: String
  /// The workload's name; nil for the checks of the server as a whole.
  package let workload: String?
  /// How many checks ran.
  package let checks: Int
  /// Those that failed; empty means equal work.
  package let failures: [Failure]

  /// The outcome of verification.
  package init(framework: String, workload: String?, checks: Int, failures: [Failure]) {
    self.framework = framework
    self.workload = workload
    self.checks = checks
    self.failures = failures
  }

  /// Whether the framework may be measured with the workload.
  package var passed: Bool { failures.isEmpty }
}
