import Testing

@testable import LoadEngine

/// The corpus over real sockets: whatever moves the bytes, an answer counts as the parser reads it.
@Suite(.bothPollers) struct DifferentialPollerTests {
  /// The first answer is parsed and kept; the second one's head is known from the first.
  @Test("sent at once, twice over, every answer counts as the parser reads it", arguments: Corpus.topics)
  func whole(topic: Topic) throws {
    try drive(topic.cases, requests: 2) { .sendBytes($0.bytes) }
  }

  /// Without surplus, which by itself may come before or after the next request.
  @Test("sent byte by byte, every answer counts as the parser reads it", arguments: Corpus.topics)
  func bytewise(topic: Topic) throws {
    let cases = topic.cases.filter { !$0.hasSurplus && $0.bytes.count < 1000 }
    try drive(cases, requests: 1) { .dribbleBytes($0.bytes) }
  }

  /// Asks for each answer so many times over one connection, which the server closes where the answer says so.
  private func drive(
    _ cases: [AnswerCase], requests: Int, _ sending: @escaping @Sendable (AnswerCase) -> ScriptedServer.Step
  ) throws {
    let server = try ScriptedServer { request in
      let answer = cases[Int(request.path.dropFirst()) ?? 0]
      return [sending(answer)] + (answer.expected.keepsConnection ? [] : [.close])
    }
    defer { server.stop() }
    for (index, answer) in cases.enumerated() {
      var spec = Load.spec(
        server.port, [answer.request(path: "/\(index)")], connections: 1, duration: .seconds(9))
      spec.requestLimit = requests
      spec.requestTimeout = .seconds(3)
      spec.maximumBodyBytes = 1 << 20
      spec.canaries = CanaryPlan(stride: 1, maximumCount: 1, maximumBytes: 1 << 20)
      let result = try Load.run(spec)
      let fault = answer.fault
      var errors = ErrorLedger()
      if let fault { errors[fault] = requests }
      #expect(result.sent == requests, "\(answer)")
      #expect(result.errors == errors, "\(answer)")
      #expect(result.firstMalformation == answer.malformation, "\(answer)")
      #expect(result.statusCounts == (fault == nil ? [answer.expected.status: requests] : [:]), "\(answer)")
      #expect(result.canaries.map(\.body) == (fault == nil ? [answer.expected.body] : []), "\(answer)")
      let connections = Set(server.records.filter { $0.path == "/\(index)" }.map(\.connection))
      let isKept = fault == nil && answer.expected.keepsConnection
      #expect(connections.count == (isKept ? 1 : requests), "\(answer)")
    }
  }
}

extension AnswerCase {
  fileprivate var hasSurplus: Bool {
    if case .complete(let surplus) = expected.outcome { return surplus > 0 }
    return false
  }

  /// How a load counts it; nil: as answered.
  fileprivate var fault: ErrorLedger.Kind? {
    switch expected.outcome {
    case .complete, .completeAtClose: hasSurplus ? .malformed : nil
    case .truncated: bytes.isEmpty ? .reset : .truncated
    case .malformed(let reason): reason.isLimit ? .tooLarge : .malformed
    }
  }

  fileprivate var malformation: Malformation? {
    if case .malformed(let reason) = expected.outcome { return reason }
    return hasSurplus ? .surplus : nil
  }

  fileprivate func request(path: String) -> PreparedRequest {
    PreparedRequest(
      bytes: Array("\(method.rawValue) \(path) HTTP/1.1\r\nHost: test\r\n\r\n".utf8),
      acceptedStatuses: 0...999, isHead: isHead)
  }
}
