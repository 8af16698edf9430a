package import Foundation

/// What `harness selftest` saw of the instrument itself. Printed, and written as JSON and Markdown; never
/// stored with runs.
package struct SelftestReport: Codable, Equatable, Sendable {
  /// One figure whose truth is known, and what was seen of it.
  package struct Check: Codable, Equatable, Sendable {
    /// What the figure is, so that readers get it in its own form.
    package enum Unit: String, Codable, Sendable {
      case nanoseconds
      case perSecond = "per-second"
      case ratio, count
    }

    /// How it came out.
    package enum Verdict: String, Codable, Sendable {
      case holds, fails
      /// It could not be looked at on this machine; `detail` says why.
      case notRun = "not-run"
    }

    /// What is checked, e.g. `open loop, 1,000/s, p99`.
    package let name: String
    /// What `seen`, `low` and `high` are.
    package let unit: Unit
    /// What was seen; nil when it could not be looked at.
    package let seen: Double?
    /// The least that holds.
    package let low: Double
    /// The most that holds.
    package let high: Double
    /// What else is worth knowing, or why it could not be looked at.
    package let detail: String?
    /// How it came out: whether `seen` is a number from `low` to `high`.
    package let verdict: Verdict

    /// A figure that was seen, which holds from the lower to the upper bound of `expected`.
    package init(
      _ name: String, _ unit: Unit, seen: Double, expected: ClosedRange<Double>, detail: String? = nil
    ) {
      self.init(name, unit, seen, expected, detail, expected.contains(seen) ? .holds : .fails)
    }

    /// A figure that could not be looked at, and why.
    package static func notRun(_ name: String, _ reason: String) -> Check {
      Check(name, .count, nil, 0...0, reason, .notRun)
    }

    private init(
      _ name: String, _ unit: Unit, _ seen: Double?, _ expected: ClosedRange<Double>, _ detail: String?,
      _ verdict: Verdict
    ) {
      self.name = name
      self.unit = unit
      self.seen = seen
      low = expected.lowerBound
      high = expected.upperBound
      self.detail = detail
      self.verdict = verdict
    }
  }

  /// The checks of one property of the instrument.
  package struct Part: Codable, Equatable, Sendable {
    /// Its name, as `--only` takes it.
    package let name: String
    /// What it proves and how, in a few sentences.
    package let summary: String
    /// Its checks.
    package let checks: [Check]

    /// A part that has been run.
    package init(name: String, summary: String, checks: [Check]) {
      self.name = name
      self.summary = summary
      self.checks = checks
    }
  }

  /// The command line, program first.
  package let command: [String]
  /// When it began.
  package let startedAt: Date
  /// Where it ran.
  package let environment: Environment
  /// Seed of every random order in it.
  package let seed: UInt64
  /// Share of the generator's windows in which it was ready to run but waited for its processor: above 0 on a
  /// machine that does other work. nil where the kernel does not tell.
  package let waitingShare: Double?
  /// The parts, in the order run.
  package let parts: [Part]

  /// What was seen.
  package init(
    command: [String], startedAt: Date, environment: Environment, seed: UInt64, waitingShare: Double?,
    parts: [Part]
  ) {
    self.command = command
    self.startedAt = startedAt
    self.environment = environment
    self.seed = seed
    self.waitingShare = waitingShare
    self.parts = parts
  }

  /// Whether no check failed.
  package var holds: Bool { parts.allSatisfy { $0.checks.allSatisfy { $0.verdict != .fails } } }
}
