/// How an adapter keeps the protocol's rules.
package struct CheckReport: Encodable, Sendable {
  /// How a check ended.
  package enum Verdict: String, Encodable, Sendable, CaseIterable {
    case passed
    /// What the specification says SHOULD be is not.
    case warned
    /// What the specification says MUST be is not, or what it takes to see it is not there.
    case failed
    /// What failed before kept it from being seen.
    case unjudged
  }

  /// A check and its outcome.
  package struct Result: Encodable, Sendable {
    /// The rule's id.
    package let check: Rule
    /// What the specification says.
    package let title: String
    /// Where it was seen.
    package let scenario: Scenario
    /// How it ended.
    package let verdict: Verdict
    /// What was seen, in sentences; of a check that passed the last.
    package let seen: [String]
  }

  /// The adapter's folder.
  package let adapter: String
  /// Every check, in the order of the specification.
  package let results: [Result]
  /// Messages of our own that break the protocol: faults of the host.
  package let hostViolations: [String]

  /// The checks that ended so.
  package func checks(_ verdict: Verdict) -> [Rule] { results.filter { $0.verdict == verdict }.map(\.check) }

  /// Whether the adapter keeps every rule that it must, and so do we.
  package var isSound: Bool {
    hostViolations.isEmpty && results.allSatisfy { [.passed, .warned].contains($0.verdict) }
  }
}
