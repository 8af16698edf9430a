package import JSON

/// What users of a system do, and how many of them there are: a file that people write.
package struct Scenario: Sendable {
  /// A header field that each request has.
  package struct Header: Equatable, Sendable {
    package let name: String
    package let text: SlotText
  }

  /// Whose connection a user sends on.
  package enum Connections: Equatable, Sendable {
    /// The seat's: whoever takes it next goes on with it.
    case own
    /// A new one for each user.
    case fresh
    /// Any of so many that is free.
    case shared(Int)
  }

  /// The version of the form.
  package static let version = 1

  /// The file's text.
  package let text: String
  package let name: String
  package let summary: String
  /// What everything that is drawn follows from; nil: it is drawn for each run.
  package let seed: UInt64?
  /// The URL of the system; nil: it is told with the run.
  package let target: String?
  /// What comparisons sum it up in, and say of it; nil: in nothing of its own, and what `summary` says.
  package let comparison: (category: String?, summary: String?)
  package let timeoutSeconds: Double
  package let connections: Connections
  /// Values from the environment, by name: they are in no result.
  package let secrets: [String: String]
  package let headers: [Header]
  /// Rows of files that users take values from.
  package let tables: [DataTable]
  /// Questions of its own, by their names.
  package let questions: [String: OwnQuestions]
  /// How many users there are; nil: as many as come.
  package let users: Int?
  package var load: LoadPlan
  package let flows: [Flow]
  /// What keeps requests from a server that fails; nil: nothing does.
  package let breaker: BreakerPlan?
  /// What ends a load before its time; nil: nothing does.
  package let limits: LimitsPlan?
  /// What must hold after a run.
  package let thresholds: [Threshold]
}

/// A metric of a part of a run, and what it must be: `step(ask).p99 < 800 ms`.
package struct Threshold: Equatable, Sendable {
  /// What is measured.
  package enum Subject: Equatable, Sendable {
    case requests, errors
    case flow(String)
    case step(String)
  }

  /// What of it.
  package enum Metric: Equatable, Sendable {
    /// In percent, of the response time.
    case percentile(Double)
    case mean, max, rate, share
  }

  package enum Comparison: String, CaseIterable, Equatable, Sendable {
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"
  }

  package let subject: Subject
  package let metric: Metric
  package let comparison: Comparison
  /// In seconds, per second, or as a share.
  package let bound: Double
  /// As it is written.
  package let text: String
  package let place: TextPlace
}
