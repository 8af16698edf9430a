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
}

/// Verifies over HTTP, with a client that is not the load engine.
package struct HTTPVerifier: WorkVerifying {
  private let seed: UInt64

  /// A verifier with random values from a seed.
  package init(seed: UInt64) { self.seed = seed }

  package func check(_ workload: Workload?, at address: AppAddress) -> ConformanceFindings {
    let verifier = ConformanceVerifier(host: address.host, port: Int(address.port), seed: seed)
    return workload.map(verifier.verify) ?? verifier.verifyServer()
  }
}
