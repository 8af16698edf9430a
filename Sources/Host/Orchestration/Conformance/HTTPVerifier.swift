package import Contract

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
