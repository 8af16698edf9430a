import Contract
import JSON
import Orchestration
import Record

/// Has the default framework's app prove that it does the work.
struct ContractScenario: AdapterScenario {
  private static let seed: UInt64 = 20_251_101
  let adapter: Subject
  let ledger: Ledger

  init(_ adapter: Subject, _ ledger: Ledger) { (self.adapter, self.ledger) = (adapter, ledger) }

  private var workloads: [Workload] {
    let catalogue = adapter.specification.catalogue
    return adapter.extent == .whole ? catalogue.workloads : catalogue.workloads(inSuite: "quick") ?? []
  }

  func play() throws {
    try converseIntroduced { conversation in
      let app = try conversation.start(adapter.start())
      guard let address = AppAddress(host: app.host, port: app.port) else {
        throw CheckedApp.Refusal(description: "the app's address is \(app.host):\(app.port)")
      }
      let verifier = HTTPVerifier(seed: Self.seed)
      judge(verifier.check(nil, at: address), of: nil)
      for workload in workloads { judge(verifier.check(workload, at: address), of: workload) }
      _ = try conversation.stop(app)
    }
  }

  private func judge(_ findings: ConformanceFindings, of workload: Workload?) {
    if findings.failures.isEmpty {
      for rule in rules(of: workload) {
        ledger.judge(rule, true, "\(workload?.name ?? "server"): \(findings.checks) checks passed")
      }
    }
    // A route that is not there refuses nothing as it should, either.
    let isAbsent = findings.failures.contains { $0.check == "random-values" && $0.got.contains("status 404") }
    for failure in findings.failures {
      let sentence =
        "\(workload?.name ?? "server"): \(failure.check): expected \(failure.expected), got \(failure.got)"
      let isDeclared = workload.map { deviations.contains($0.name) } ?? false
      let rule = isAbsent ? .W1 : failure.rule(workload)
      if isDeclared {
        ledger.advise(rule, false, "\(sentence) (a declared deviation)")
      } else {
        ledger.judge(rule, false, sentence)
      }
    }
  }

  private func rules(of workload: Workload?) -> [Rule] {
    guard let workload else { return [.W4] }
    return [.W1, workload.isValidated ? .W3 : .W2]
  }

  /// The workloads that the default framework says it cannot serve as the contract has it.
  private var deviations: Set<String> {
    let framework = adapter.introduction?["frameworks"]?.elements.first {
      $0["name"]?.text == adapter.framework
    }
    return Set(
      (framework?["deviations"]?.elements ?? []).flatMap {
        ($0["workloads"]?.elements ?? []).compactMap(\.text)
      })
  }
}

extension ConformanceRecord.Failure {
  /// The rule that is broken when this fails.
  fileprivate func rule(_ workload: Workload?) -> Rule {
    guard let workload else { return .W4 }
    if ["chunked-body", "fragmented-request"].contains(check) || got.hasPrefix("the content type") {
      return .W4
    }
    return workload.isValidated ? .W3 : .W2
  }
}
