package import Contract
package import Record

/// Who proves that an app does the work of the contract: an HTTP client, or a test's script.
package protocol WorkVerifying: Sendable {
  /// Checks the app at an address under a workload, or what every app answers whatever the workload when it is nil.
  func check(_ workload: Workload?, at address: AppAddress) -> ConformanceFindings
}

/// Checks that were made, and those that failed.
package struct ConformanceFindings: Equatable, Sendable {
  /// How many.
  package internal(set) var checks = 0
  /// Those that failed; none means equal work.
  package internal(set) var failures: [ConformanceRecord.Failure] = []
  /// Whether the app has no route for what was asked.
  package internal(set) var isAbsent = false

  /// These and those of another part of the same work.
  func adding(_ other: ConformanceFindings) -> ConformanceFindings {
    var sum = self
    sum.checks += other.checks
    sum.failures += other.failures
    sum.isAbsent = isAbsent || other.isAbsent
    return sum
  }
}
