package import Statistics

/// What the users of a scenario did in a run.
package struct ScenarioFigures: Codable, Equatable, Sendable {
  /// What a step's requests came to: `begun == passed + Σ failed + unfinished`.
  package struct Step: Codable, Equatable, Sendable {
    package let name: String
    /// Its flow; nil: users did it once, when they began.
    package let flow: String?
    /// Whether its time is a part of its flow's.
    package let isMeasured: Bool
    package let begun: Int
    package let passed: Int
    /// Those of them that passed before the window ended.
    package let passedInWindow: Int
    /// By kind (see `ErrorKind`).
    package let failed: [String: Int]
    package let unfinished: Int
    /// How often its requests were sent again after a failure, and since what they ask for had not come to pass.
    package let retries: Int
    package let polls: Int
    /// Of each that passed, nanoseconds from when it was due to the end of its last answer.
    package let response: Histogram
    /// The same from when it was sent for the last time, or its connection asked for.
    package let service: Histogram
    /// Of each that passed and asks until something has come to pass, nanoseconds from when it was due to the last answer before that: it
    /// came to pass between these and `response`. nil: it asks once.
    package let earliest: Histogram?

    /// A step's figures.
    package init(
      name: String, flow: String?, isMeasured: Bool, begun: Int, passed: Int, passedInWindow: Int,
      failed: [String: Int], unfinished: Int, retries: Int, polls: Int, response: Histogram,
      service: Histogram,
      earliest: Histogram?
    ) {
      self.name = name
      self.flow = flow
      self.isMeasured = isMeasured
      self.begun = begun
      self.passed = passed
      self.passedInWindow = passedInWindow
      self.failed = failed
      self.unfinished = unfinished
      self.retries = retries
      self.polls = polls
      self.earliest = earliest
      self.response = response
      self.service = service
    }
  }

  /// What became of a flow: `begun == completed + failed + unfinished`.
  package struct Flow: Codable, Equatable, Sendable {
    package let name: String
    package let begun: Int
    package let completed: Int
    /// Those of them that were completed before the window ended.
    package let completedInWindow: Int
    package let failed: Int
    package let unfinished: Int
    /// Of each that was completed, nanoseconds that its steps took.
    package let active: Histogram
    /// The same from when it was due to its end, with its pauses.
    package let elapsed: Histogram

    /// A flow's figures.
    package init(
      name: String, begun: Int, completed: Int, completedInWindow: Int, failed: Int, unfinished: Int,
      active: Histogram, elapsed: Histogram
    ) {
      self.name = name
      self.begun = begun
      self.completed = completed
      self.completedInWindow = completedInWindow
      self.failed = failed
      self.unfinished = unfinished
      self.active = active
      self.elapsed = elapsed
    }
  }

  /// What came to pass in a part of the load; what was begun in one may end in the next.
  package struct Phase: Codable, Equatable, Sendable {
    package let name: String
    /// Whether it is a part of the figures of all.
    package let isCounted: Bool
    /// How many users were there on average.
    package let meanUsers: Double
    package let seconds: Double
    package let steps: [Step]
    package let flows: [Flow]

    /// A phase.
    package init(
      name: String, isCounted: Bool, meanUsers: Double, seconds: Double, steps: [Step], flows: [Flow]
    ) {
      self.name = name
      self.isCounted = isCounted
      self.meanUsers = meanUsers
      self.seconds = seconds
      self.steps = steps
      self.flows = flows
    }
  }

  /// What kept requests from a server that failed.
  package struct Breaker: Codable, Equatable, Sendable {
    /// How often it opened, in all workers together.
    package let openings: Int
    /// For how long requests were kept back, the mean of all workers.
    package let seconds: Double

    /// What it did.
    package init(openings: Int, seconds: Double) {
      self.openings = openings
      self.seconds = seconds
    }
  }

  /// What was to hold, and whether it does.
  package struct Threshold: Codable, Equatable, Sendable {
    /// As the file says it.
    package let text: String
    /// What was measured, in the threshold's unit; nil: nothing, which is no way to hold.
    package let measured: Double?
    package let isMet: Bool

    /// A threshold and what was measured.
    package init(text: String, measured: Double?, isMet: Bool) {
      self.text = text
      self.measured = measured
      self.isMet = isMet
    }
  }

  /// The scenario's name.
  package let name: String
  /// What everything that was drawn follows from.
  package let seed: UInt64
  /// What users' keys begin with.
  package let run: String
  /// Whether users came at their times; otherwise so many were there, who slow down with the server.
  package let isOpen: Bool
  /// All requests, also those of phases that do not count.
  package let load: LoadFigures
  /// How long the phases were that count, in seconds.
  package let seconds: Double
  /// What ended in the phases that count, or was unfinished when the last one did.
  package let steps: [Step]
  package let flows: [Flow]
  /// Users that began, and that were over before the load was.
  package let usersBegun: Int
  package let usersEnded: Int
  /// Users that were due in the window and found no seat.
  package let unstarted: Int
  /// How many users were there on average.
  package let meanUsers: Double
  /// Of each request, nanoseconds from when its step was due to when it was sent, or its connection asked for.
  package let lateness: Histogram
  /// The phases, one after the other; empty where there is but one.
  package var phases: [Phase] = []
  package var thresholds: [Threshold] = []
  /// Whether a limit ended the run before its time.
  package var hasReachedLimit = false
  /// What kept requests back; nil: nothing did.
  package var breaker: Breaker?

  /// The figures of a run.
  package init(
    name: String, seed: UInt64, run: String, isOpen: Bool, load: LoadFigures, seconds: Double, steps: [Step],
    flows: [Flow], usersBegun: Int, usersEnded: Int, unstarted: Int, meanUsers: Double, lateness: Histogram
  ) {
    self.name = name
    self.seed = seed
    self.run = run
    self.isOpen = isOpen
    self.load = load
    self.seconds = seconds
    self.steps = steps
    self.flows = flows
    self.usersBegun = usersBegun
    self.usersEnded = usersEnded
    self.unstarted = unstarted
    self.meanUsers = meanUsers
    self.lateness = lateness
  }

  /// Whether no step failed or was left unfinished, and nobody was turned away.
  package var isComplete: Bool {
    unstarted == 0 && steps.allSatisfy { $0.passed == $0.begun }
  }
}
