package import Foundation

/// What `harness selftest` saw of the instrument itself. Printed, and written as JSON and Markdown; never
/// stored with runs.
package struct SelftestReport: Codable, Equatable, Sendable {
  /// What the machine did besides serving us while a window was measured. A member is nil where the kernel does not tell.
  package struct Disturbance: Codable, Equatable, Sendable {
    /// Share of the window that generator and servers were ready to run but waited for their processors.
    package let waitingShare: Double?
    /// Share of their processors that a hypervisor took.
    package let stolenShare: Double?
    /// Processor time of programs that are not ours, as a share of what these processors had.
    package let otherShare: Double?
    /// Share of the instants, 5 ms apart on each processor, at which a thread that slept to them woke more than 0.1 ms late.
    package let lateShare: Double
    /// The latest that one woke, in nanoseconds.
    package let latestNanoseconds: Int

    /// What it did.
    package init(
      waitingShare: Double?, stolenShare: Double?, otherShare: Double?, lateShare: Double,
      latestNanoseconds: Int
    ) {
      self.waitingShare = waitingShare
      self.stolenShare = stolenShare
      self.otherShare = otherShare
      self.lateShare = lateShare
      self.latestNanoseconds = latestNanoseconds
    }
  }

  /// What the machine did to the windows of a check.
  package struct Machine: Codable, Equatable, Sendable {
    /// How many were measured.
    package let windows: Int
    /// How many of them it left alone.
    package let quiet: Int
    /// What it did to the one that it disturbed least.
    package let least: Disturbance

    /// What it did to some windows, one at least.
    package init(windows: Int, quiet: Int, least: Disturbance) {
      self.windows = windows
      self.quiet = quiet
      self.least = least
    }
  }

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
      /// The machine disturbed it so that what was seen says nothing of the instrument; `machine` has how.
      case notJudged = "not-judged"
      /// It could not be looked at on this machine; `detail` says why.
      case notRun = "not-run"
    }

    /// What is checked, e.g. `open loop, 1,000/s, p99`.
    package let name: String
    /// What `seen`, `low` and `high` are.
    package let unit: Unit
    /// What was seen; nil when it could not be looked at, or was no number.
    package let seen: Double?
    /// The least that holds.
    package let low: Double
    /// The most that holds.
    package let high: Double
    /// What else is worth knowing, or why it could not be looked at.
    package let detail: String?
    /// What the machine did meanwhile; nil for what no machine can disturb.
    package let machine: Machine?
    /// How it came out: where it is judged, whether `seen` is a number from `low` to `high`.
    package let verdict: Verdict

    /// A figure that was seen, which holds from the lower to the upper bound of `expected`.
    package init(
      _ name: String, _ unit: Unit, seen: Double, expected: ClosedRange<Double>, detail: String? = nil,
      machine: Machine? = nil
    ) {
      self.init(name, unit, seen, expected, detail, machine, expected.contains(seen) ? .holds : .fails)
    }

    /// A figure that was seen on a machine on which it says nothing.
    package static func notJudged(
      _ name: String, _ unit: Unit, seen: Double, expected: ClosedRange<Double>, detail: String? = nil,
      machine: Machine
    ) -> Check {
      Check(name, unit, seen, expected, detail, machine, .notJudged)
    }

    /// A figure that could not be looked at, and why.
    package static func notRun(_ name: String, _ reason: String) -> Check {
      Check(name, .count, nil, 0...0, reason, nil, .notRun)
    }

    private init(
      _ name: String, _ unit: Unit, _ seen: Double?, _ expected: ClosedRange<Double>, _ detail: String?,
      _ machine: Machine?, _ verdict: Verdict
    ) {
      self.name = name
      self.unit = unit
      self.seen = seen.flatMap { $0.isFinite ? $0 : nil }
      low = expected.lowerBound
      high = expected.upperBound
      self.detail = detail
      self.machine = machine
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
