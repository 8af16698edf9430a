package import Foundation
import Statistics

/// A step of a scenario that failed.
package struct ScenarioFailure: Codable, Equatable, Sendable {
  package let time: Date
  /// The run's name, with which users' keys begin.
  package let run: String
  /// The user's number, and that of the request among the user's; 0: before the first.
  package let user: Int
  package let request: Int
  /// nil: users do it once, when they begin.
  package let flow: String?
  package let step: String
  /// See `ErrorKind`.
  package let kind: String
  /// What the answer had; nil: there was none.
  package let status: Int?

  /// A failure.
  package init(
    time: Date, run: String, user: Int, request: Int, flow: String?, step: String, kind: String, status: Int?
  ) {
    self.time = time
    self.run = run
    self.user = user
    self.request = request
    self.flow = flow
    self.step = step
    self.kind = kind
    self.status = status
  }
}

/// A second of a scenario's run.
package struct ScenarioSecond: Codable, Equatable, Sendable {
  /// Its end, in seconds since the window began, and its length.
  package let end: Double
  package let length: Double
  /// nil: there are none.
  package let phase: String?
  /// How many users were there at its end, and how many should have been; nil where they come at their times.
  package let users: Int
  package let planned: Int?
  /// What was completed, sent, answered, and what failed in it.
  package let flows: Int
  package let sent: Int
  package let answered: Int
  package let errors: Int
  /// Percentiles of the requests' latencies, in nanoseconds; nil: too few.
  package let p50: UInt64?
  package let p95: UInt64?
  package let p99: UInt64?

  /// A second.
  package init(_ second: LoadSecond, phase: String?, planned: Int?) {
    end = second.end
    length = second.length
    self.phase = phase
    users = second.users ?? 0
    self.planned = planned
    flows = second.flows ?? 0
    sent = second.sent
    answered = second.answered
    errors = second.errors
    p50 = second.latency.percentile(50)
    p95 = second.latency.percentile(95)
    p99 = second.latency.percentile(99)
  }
}
