import JSON

/// Prepares the default framework twice, one that there is not, and where nothing can be written.
struct PreparationScenario: AdapterScenario {
  let adapter: Subject
  let ledger: Ledger

  init(_ adapter: Subject, _ ledger: Ledger) { (self.adapter, self.ledger) = (adapter, ledger) }

  func play() throws {
    try converseIntroduced { conversation in
      let first = try prepare(conversation, within: Grace.prepare)
      guard let versions = first.result?["versions"] else {
        ledger.judge(.P1, false, "\(adapter.framework) could not be prepared: \(first.summary)")
        return
      }
      let told = conversation.notifications.contains { $0.method == "progress" }
      ledger.advise(
        .P2, told || first.elapsed < .seconds(2),
        "\(told ? "progress" : "no progress") was told in \(first.elapsed.words)")
      let second = try prepare(conversation, within: Grace.prepare)
      ledger.judge(
        .P1, second.result?["versions"] == versions, "the second preparation answers \(second.summary)")
      ledger.judge(.P1, second.elapsed < .seconds(2), "preparing again took \(second.elapsed.words)")
      try judgeUnknown(conversation)
      try judgeOrder(conversation)
    }
    ledger.step(.P2) { try prepareNowhere() }
  }

  private func prepare(_ conversation: Conversation, within limit: Duration) throws -> Conversation.Answer {
    try conversation.ask("app/prepare", ["framework": .string(adapter.framework)], within: limit)
  }

  private func judgeUnknown(_ conversation: Conversation) throws {
    let answer = try conversation.ask(
      "app/prepare", ["framework": .string("no-such-framework")], within: Grace.stop)
    guard answer.code != Rule.internalError.code else { return }
    ledger.judge(
      .unknownFramework, answer.code == Rule.unknownFramework.code, "an unknown framework: \(answer.summary)")
    let hint = answer.error?["data"]?["hint"]?.text ?? ""
    ledger.advise(
      .unknownFramework, hint.contains(adapter.framework),
      "the hint of an unknown framework: \(hint.isEmpty ? "none" : hint)")
  }

  /// Three requests at once, of which the first takes longest.
  private func judgeOrder(_ conversation: Conversation) throws {
    let lines = [
      ("a", "app/prepare", adapter.framework), ("b", "no/such/method", ""),
      ("c", "app/prepare", adapter.framework),
    ].map {
      #"{"jsonrpc":"2.0","id":"\#($0)","method":"\#($1)","params":{"framework":"\#($2)"}}"#
    }
    let ids = try conversation.answers(to: lines.map { Array($0.utf8) }).compactMap { $0["id"]?.text }
    ledger.judge(
      .T4, ids == ["a", "b", "c"],
      "requests a, b and c, sent at once, were answered in the order \(ids.joined(separator: ", "))")
  }

  /// What needs nothing installed may succeed; an adapter that is itself built there does not start.
  private func prepareNowhere() throws {
    try converse(environment: ["HARNESS_BUILD_DIR": "/proc/no-such-folder"]) { conversation in
      let introduced = try? conversation.ask("initialize", adapter.initialize(), within: Grace.initialize)
      let answer = introduced == nil ? nil : try prepare(conversation, within: Grace.prepare)
      guard let answer, answer.error != nil else {
        let seen =
          answer == nil
          ? "the adapter itself is built where nothing can be written" : "preparing needs nothing written"
        for rule in [Rule.P2, .prepareFailed] { ledger.judge(rule, true, seen) }
        return
      }
      answer.judgeCode(.prepareFailed, "preparing where nothing can be written", ledger)
      let data = answer.error?["data"]
      ledger.judge(
        .P2, data?["stderr"]?.elements.isEmpty == false || data?["hint"]?.text?.isEmpty == false,
        "a preparation that failed says \(answer.error?.shown() ?? "")")
    }
  }
}

extension Duration {
  /// In seconds, for people.
  var words: String {
    let milliseconds = Int(self / .milliseconds(1))
    return "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst()) s"
  }
}
