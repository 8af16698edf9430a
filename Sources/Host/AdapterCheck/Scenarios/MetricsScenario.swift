import JSON

/// Reads the metrics of an app twice, with requests in between.
struct MetricsScenario: AdapterScenario {
  let adapter: Subject
  let ledger: Ledger

  init(_ adapter: Subject, _ ledger: Ledger) { (self.adapter, self.ledger) = (adapter, ledger) }

  func play() throws {
    try converseIntroduced { conversation in
      let app = try conversation.start(adapter.start())
      let before = try read(app, conversation)
      for _ in 0..<20 { _ = app.status(of: "/health") }
      let after = try read(app, conversation)
      judgeCounters(before, after)
      _ = try conversation.stop(app)
      let unknown = try conversation.ask("metrics/read", ["app": .string(app.name)], within: Grace.metrics)
      ledger.judge(.M1, unknown.error != nil, "metrics of an app that was stopped: \(unknown.summary)")
      unknown.judgeCode(.unknownApp, "metrics of an app that was stopped", ledger)
    }
  }

  private func read(_ app: CheckedApp, _ conversation: Conversation) throws -> [String: JSONValue] {
    let answer = try conversation.ask("metrics/read", ["app": .string(app.name)], within: Grace.metrics)
    guard let result = answer.result else {
      throw CheckedApp.Refusal(description: "metrics/read: \(answer.summary)")
    }
    let (values, unavailable) = (result["values"]?.members ?? [:], result["unavailable"]?.members ?? [:])
    let names = Set(adapter.metrics.compactMap { $0["name"]?.text })
    let own = adapter.metrics.filter { $0["page"] == nil }.compactMap { $0["name"]?.text }
    let silent = own.filter { values[$0] == nil && unavailable[$0] == nil }
    ledger.judge(.M1, true, "\(own.count) metrics have no page")
    for name in silent { ledger.judge(.M1, false, "nothing is told of \(name)") }
    for name in own where values[name] != nil && unavailable[name] != nil {
      ledger.judge(.M1, false, "\(name) has a value and is unavailable")
    }
    for name in values.keys where !names.contains(name) {
      ledger.judge(.M1, false, "\(name) was never described")
    }
    for (name, reason) in unavailable where (reason.text ?? "").isEmpty {
      ledger.judge(.M1, false, "\(name) is unavailable without a reason")
    }
    return values
  }

  private func judgeCounters(_ before: [String: JSONValue], _ after: [String: JSONValue]) {
    let counters = adapter.metrics.filter { $0["kind"]?.text == "counter" }.compactMap { $0["name"]?.text }
    let fallen = counters.filter { (after[$0]?.double ?? .infinity) < before[$0]?.double ?? -.infinity }
    let read = counters.count { before[$0] != nil }
    ledger.judge(.M2, true, "metrics/read tells \(read) counters")
    for name in fallen { ledger.judge(.M2, false, "\(name) fell") }
  }
}
