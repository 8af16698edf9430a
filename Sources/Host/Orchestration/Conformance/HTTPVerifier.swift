package import Contract

/// Verifies over HTTP and WebSockets, with connections that are not the load engine's.
package struct HTTPVerifier: WorkVerifying {
  private let seed: UInt64

  /// A verifier with random values from a seed.
  package init(seed: UInt64) { self.seed = seed }

  package func check(_ workload: Workload?, at address: AppAddress) -> ConformanceFindings {
    let client = HTTPClient(host: address.host, port: Int(address.port))
    if case .stream(let stream) = workload?.origin {
      var verifier = StreamVerifier(client: client, stream: stream, seed: seed)
      return verifier.verify()
    }
    let verifier = ConformanceVerifier(client: client, seed: seed)
    return workload.map(verifier.verify) ?? verifier.verifyServer()
  }
}
