import AdapterProtocol
import Contract
import Foundation
import JSON

/// Introduces us, with versions that the adapter knows and with none that it does.
struct HandshakeScenario: AdapterScenario {
  let adapter: Subject
  let ledger: Ledger

  init(_ adapter: Subject, _ ledger: Ledger) { (self.adapter, self.ledger) = (adapter, ledger) }

  func play() throws {
    try converse { conversation in
      let refused = try conversation.ask(
        "initialize", adapter.initialize(versions: [99]), within: Grace.initialize)
      ledger.judge(.I1, refused.error != nil, "offered version 99 alone, it answers \(refused.summary)")
      refused.judgeCode(.unsupportedVersion, "offered version 99 alone", ledger)
    }
    try converse { conversation in
      let answer = try conversation.ask(
        "initialize", adapter.initialize(versions: [99, 1]), within: Grace.initialize)
      guard let result = answer.result else {
        throw CheckedApp.Refusal(description: "initialize: \(answer.summary)")
      }
      adapter.introduction = result
      let version = result["protocolVersion"]?.integer
      ledger.judge(
        .I1, version == 1,
        "offered versions 99 and 1, it picks \(result["protocolVersion"]?.shown() ?? "none")")
      ledger.judge(.T9, true, "answers have the ids of their requests")
      ledger.advise(
        .T4, conversation.earlyBytes < 1 << 20,
        "its notifications before the first answer have \(conversation.earlyBytes) bytes")
      judgeRuntime(result["runtime"] ?? .null)
      judgeFrameworks(result["frameworks"]?.elements ?? [])
      judgeMetrics(result)
    }
  }

  private func judgeRuntime(_ runtime: JSONValue) {
    let path = runtime["path"]?.text ?? ""
    let seen =
      "its runtime is \(runtime["name"]?.shown() ?? "") \(runtime["version"]?.shown() ?? "") at \(path)"
    ledger.judge(
      .I2, FileManager.default.isExecutableFile(atPath: path), seen,
      otherwise: "\(seen), which is no executable file")
  }

  private func judgeFrameworks(_ frameworks: [JSONValue]) {
    let names = frameworks.compactMap { $0["name"]?.text }
    let defaults = frameworks.filter { $0["default"] == .bool(true) }.compactMap { $0["name"]?.text }
    ledger.judge(.I3, defaults.count == 1, "of \(names.count) frameworks \(defaults.count) are the default")
    ledger.judge(
      .I3, Set(names).count == names.count, "its \(names.count) frameworks have \(Set(names).count) names")
    let known = Set(adapter.specification.catalogue.workloads.map(\.name))
    for deviation in frameworks.flatMap({ $0["deviations"]?.elements ?? [] }) {
      let unknown = (deviation["workloads"]?.elements ?? []).compactMap(\.text).filter { !known.contains($0) }
      let id = deviation["id"]?.text ?? ""
      ledger.judge(
        .I3, unknown.isEmpty, "the deviation \(id) touches workloads that there are",
        otherwise:
          "the deviation \(id) touches \(unknown.joined(separator: ", ")), of which there is no workload")
    }
  }

  private func judgeMetrics(_ result: JSONValue) {
    let metrics = result["metrics"]?.elements ?? []
    let names = metrics.compactMap { $0["name"]?.text }
    ledger.judge(
      .I4, Set(names).count == names.count, "its \(names.count) metrics have \(Set(names).count) names")
    for metric in metrics {
      guard let descriptor = try? metric.decode(as: MetricDescriptor.self) else { continue }
      if let problem = descriptor.problem {
        ledger.judge(.I4, false, "the metric \(descriptor.name) \(problem)")
      }
      if let problem = descriptor.problemOfPage {
        ledger.judge(.I6, false, "the metric \(descriptor.name) \(problem)")
      }
      judgeRole(of: descriptor)
    }
    ledger.judge(.I6, true, "\(metrics.count { $0["page"] != nil }) metrics say where pages have them")
    ledger.judge(.I7, true, "\(metrics.count { $0["role"] != nil }) metrics have a role")
  }

  private func judgeRole(of metric: MetricDescriptor) {
    guard let role = metric.role else { return }
    let seen = "the metric \(metric.name) has the role \(role.rawValue)"
    if MetricRole.ofHost.contains(role) {
      ledger.judge(.I7, false, "\(seen), which is the host's")
    } else {
      ledger.advise(
        .I7, MetricRole.ofRuntimes.contains(role), seen, otherwise: "\(seen), which the host does not know")
    }
  }
}

extension MetricDescriptor {
  /// What rule I6 has against where pages have it; nil: nothing.
  fileprivate var problemOfPage: String? {
    guard let page else { return nil }
    switch aggregation {
    case .total:
      return page.count != nil || page.buckets != nil ? "is a total and has a count or buckets" : nil
    case .maximum:
      return page.slot < 31 ? nil : "is a maximum in two slots, of which the second is beyond the page"
    case .mean: return page.count == nil ? "is a mean and does not say by what its growth is divided" : nil
    case .percentile:
      guard let buckets = page.buckets else { return "is a percentile without buckets" }
      let isAscending = zip(buckets.bounds, buckets.bounds.dropFirst()).allSatisfy { $0 < $1 }
      if !isAscending { return "has bounds that do not ascend" }
      return page.slot + buckets.bounds.count < 32 ? nil : "has buckets beyond the page"
    }
  }
}

extension Conversation.Answer {
  /// Judges an error's code, where there is an error.
  func judgeCode(_ rule: Rule, _ what: String, _ ledger: Ledger) {
    guard let code, code != Rule.internalError.code else { return }
    ledger.judge(rule, code == rule.code, "\(what): the error's code is \(code)")
  }
}
