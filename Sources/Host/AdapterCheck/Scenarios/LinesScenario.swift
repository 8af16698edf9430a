import JSON

/// Sends the lines of `lines.json`, most of them bad, each followed by a request that shows that the adapter goes on.
struct LinesScenario: AdapterScenario {
  let adapter: Subject
  let ledger: Ledger

  init(_ adapter: Subject, _ ledger: Ledger) { (self.adapter, self.ledger) = (adapter, ledger) }

  func play() throws {
    ledger.judge(.internalError, true, "no answer was an internal error")
    var rest = adapter.specification.lines[...]
    while !rest.isEmpty {
      // One that ends at a line is started again, so that the lines after it are judged as well.
      try converse { conversation in
        while let line = rest.popFirst() {
          if adapter.extent == .brief, line.isLarge { continue }
          let bytes = line.bytes(framework: adapter.framework)
          do { try send(line, bytes, conversation) } catch {
            ledger.judge(line.rule(bytes), false, "\(line.what): \(error)")
            return
          }
        }
      }
    }
  }

  private func send(_ line: LineCase, _ bytes: [UInt8], _ conversation: Conversation) throws {
    let answers = try conversation.answers(to: [bytes])
    let rule = line.rule(bytes)
    guard let due = line.answer else {
      ledger.judge(
        rule, answers.isEmpty,
        "\(line.what): " + (answers.first.map { "answered with \($0.shown())" } ?? "not answered"))
      return
    }
    guard answers.count == 1 else {
      ledger.judge(rule, false, "\(line.what): \(answers.count) answers")
      return
    }
    judge(answers[0], line, due, rule)
  }

  private func judge(_ answer: JSONValue, _ line: LineCase, _ due: LineCase.Answer, _ rule: Rule) {
    let (id, code) = (answer["id"], answer["error"]?["code"]?.integer)
    guard code != Rule.internalError.code else { return }
    let wanted = "\(due.code.map(String.init) ?? "a result") with the id \(due.id.shown())"
    let otherwise = "\(line.what): \(answer.shown()) instead of \(wanted)"
    if rule.code == nil, due.code == Rule.methodNotFound.code {
      // It is taken, whatever is made of the method then.
      let isTaken = ![Rule.parseError.code, Rule.invalidRequest.code, Rule.invalidParams.code].contains(code)
      ledger.judge(rule, isTaken && id == due.id, "\(line.what): taken", otherwise: otherwise)
      if isTaken {
        ledger.judge(.methodNotFound, code == due.code, "\(line.what): \(wanted)", otherwise: otherwise)
      }
      return
    }
    let says = due.says.map { answer["error"]?["message"]?.text?.contains($0) ?? false } ?? true
    let holds = id == due.id && code == due.code && says
    ledger.judge(rule, holds, "\(line.what): \(wanted)", otherwise: otherwise)
  }
}

extension LineCase {
  /// The rule that says what is due: T1 of what is taken although it is large, deep or ends in a particular way, T6 of what is ignored or taken
  /// with what is unknown in it, and otherwise the error's code.
  fileprivate func rule(_ bytes: [UInt8]) -> Rule {
    let isAboutLines =
      bytes.isEmpty || bytes.last == UInt8(ascii: "\r") || isLarge || what.contains("levels")
    switch answer?.code {
    case nil: return isAboutLines ? .T1 : .T6
    case Rule.methodNotFound.code where isAboutLines: return .T1
    case Rule.methodNotFound.code where what.hasPrefix("unknown"): return .T6
    case let code?: return Rule(code: code) ?? .T6
    }
  }
}
