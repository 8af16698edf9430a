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
    // What is held beside others is made of them.
    guard adapter.extent == .brief else { return catalogue.workloads.filter { $0.held == nil } }
    return ["quick", "streaming"].flatMap { catalogue.workloads(inSuite: $0) ?? [] }
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
    let plain = findings.failures.first { $0.check == "random-values" }
    // A route that is not there refuses nothing as it should, either.
    let isAbsent = findings.isAbsent
    let name = workload?.name ?? "server"
    if isAbsent, workload?.exchange != nil {
      return ledger.judge(.W5, true, "\(name): it is not served, and need not be")
    }
    let isDeclared = workload.map { deviations.contains($0.name) } ?? false
    var blamed: Set<Rule> = []
    for failure in findings.failures {
      let rule = isAbsent ? .W1 : failure.rule(workload, isWrongAnyway: plain != nil)
      let sentence = "\(name): \(failure.check): expected \(failure.expected), got \(failure.got)"
      blamed.insert(rule)
      if isDeclared {
        ledger.advise(rule, false, "\(sentence) (a declared deviation)")
      } else {
        ledger.judge(rule, false, sentence)
      }
    }
    guard !isAbsent else {
      // How it would be answered is not seen, and need not be.
      if let workload, isDeclared {
        ledger.advise(
          workload.isValidated ? .W3 : .W2, false, "\(name): it is not served (a declared deviation)")
      }
      return
    }
    for rule in rules(of: workload) where !blamed.contains(rule) {
      ledger.judge(rule, true, "\(name): \(findings.checks) checks, none against it")
    }
  }

  private func rules(of workload: Workload?) -> [Rule] {
    guard let workload else { return [.W4] }
    guard workload.exchange == nil else { return [.W5] }
    return [.W1, workload.isValidated ? .W3 : .W2, .W4]
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
  /// The rule that is broken when this fails: what is wrong anyway is not so because of how a request came.
  fileprivate func rule(_ workload: Workload?, isWrongAnyway: Bool) -> Rule {
    guard workload?.exchange == nil else { return .W5 }
    guard let workload, !got.contains("field `content-type`") else { return .W4 }
    if ["chunked-body", "fragmented-request"].contains(check), !isWrongAnyway { return .W4 }
    return workload.isValidated ? .W3 : .W2
  }
}
