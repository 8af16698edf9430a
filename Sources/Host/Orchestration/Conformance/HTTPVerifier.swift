package import Contract

/// Verifies over HTTP and WebSockets, with connections that are not the load engine's but for scenarios, whose users carry out each flow once.
package struct HTTPVerifier: WorkVerifying {
  private let seed: UInt64

  /// A verifier with random values from a seed.
  package init(seed: UInt64) { self.seed = seed }

  package func check(_ workload: Workload?, at address: AppAddress) -> ConformanceFindings {
    let client = HTTPClient(host: address.host, port: Int(address.port))
    let verifier = ConformanceVerifier(client: client, seed: seed)
    guard let workload else { return verifier.verifyServer() }
    switch workload.origin {
    case .contract, .file, .mix: return verifier.verify(workload)
    case .stream(let stream): return check(stream, client)
    case .held(let held):
      let stream = check(held.stream, client)
      return stream.isAbsent ? stream : stream.adding(verifier.verify(workload))
    case .scenario(let scenario):
      return ScenarioVerifier(scenario: scenario, address: address, seed: seed).verify()
    }
  }

  private func check(_ stream: StreamWorkload, _ client: HTTPClient) -> ConformanceFindings {
    var verifier = StreamVerifier(client: client, stream: stream, seed: seed)
    return verifier.verify()
  }
}
