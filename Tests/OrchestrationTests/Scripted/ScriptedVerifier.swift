import Contract
import Record

@testable import Orchestration

/// A verifier that finds what apps are scripted to do.
struct ScriptedVerifier: WorkVerifying {
  let apps: ScriptedApps

  func check(_ workload: Workload?, at address: AppAddress) -> ConformanceFindings {
    var findings = ConformanceFindings()
    findings.checks = 3
    guard let app = apps.app(at: address) else { return findings }
    if apps.refuses(app.participant, workload.map { Key($0.name) }) {
      findings.failures = [.init(check: "right", request: "GET /", expected: "yes", got: "no")]
    }
    return findings
  }
}
