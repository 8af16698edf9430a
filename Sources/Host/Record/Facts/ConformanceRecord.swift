/// What verification found for one participant and workload.
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

  /// Who was verified; what holds of it holds of its twin.
  package let participant: Key<Participant>
  /// The workload; nil for the checks of the server as a whole.
  package let workload: Key<Plan.Workload>?
  /// How many checks ran.
  package let checks: Int
  /// Those that failed; empty means equal work.
  package let failures: [Failure]
  /// Whether the app has no such route, which one that need not serve the whole contract may; nil: no.
  package let isAbsent: Bool?

  /// The outcome of verification.
  package init(
    participant: Key<Participant>, workload: Key<Plan.Workload>?, checks: Int, failures: [Failure],
    isAbsent: Bool = false
  ) {
    self.participant = participant
    self.workload = workload
    self.checks = checks
    self.failures = failures
    self.isAbsent = isAbsent ? true : nil
  }

  /// Whether the participant may be measured with the workload.
  package var passed: Bool { failures.isEmpty }
}

/// Which participants are refused under which workloads: they do not serve them as the contract says.
package struct Refusals: Sendable {
  private struct Place: Hashable {
    let participant: Key<Participant>
    let workload: Key<Plan.Workload>?
  }

  private let records: [Place: ConformanceRecord]
  private let originals: [Key<Participant>: Key<Participant>]

  /// What the records of a plan's verification refuse.
  package init(_ conformance: [ConformanceRecord], of plan: Plan) {
    records = Dictionary(
      conformance.filter { !$0.passed }.map {
        (Place(participant: $0.participant, workload: $0.workload), $0)
      }
    ) { first, _ in first }
    originals = Dictionary(
      uniqueKeysWithValues: plan.participants.map { ($0.id, $0.original) })
  }

  /// Why a participant is refused under a workload; nil: it is not.
  package subscript(_ participant: Key<Participant>, _ workload: Key<Plan.Workload>) -> ConformanceRecord? {
    let original = originals[participant] ?? participant
    return records[Place(participant: original, workload: nil)]
      ?? records[Place(participant: original, workload: workload)]
  }
}
