/// How many requests failed in which way; each failed request counts once.
package struct ErrorLedger: Equatable, Sendable {
  /// The ways to fail.
  package enum Kind: Int, CaseIterable, Sendable {
    /// The connection could not be established.
    case connect
    /// The server reset the connection, or closed a new one before the first byte of the answer.
    case reset
    /// The server closed or reset a connection that had carried answers, before the first byte of the next one: it may have closed an idle
    /// connection just when the request was on its way. Only requests that may not be sent again count so.
    case closedIdle
    /// The answer was not complete within the request timeout.
    case timeout
    /// A complete answer with a status of 400 to 499 that was not accepted.
    case status4xx
    /// A complete answer with a status of 500 to 599, or one that is not valid (RFC 9110 §15), that was not accepted.
    case status5xx
    /// A complete answer with any other status that was not accepted.
    case unexpectedStatus
    /// The server closed the connection in the middle of the answer.
    case truncated
    /// The answer was not HTTP/1.1, or longer than it said.
    case malformed
    /// The answer's head or body was longer than the engine reads.
    case tooLarge
    /// A session's answer lacked a value that was to be captured, or one was too long or cannot be sent.
    case capture
    /// A value of a session's answer was not what it is to be.
    case check
    /// A session's request was not sent, since the server had failed too often before.
    case shed
    /// The answer's body was not what was asked for; counted by whoever compares the canaries, never by the engine.
    case wrongBody
  }

  private var counts = [Int](repeating: 0, count: Kind.allCases.count)

  /// No errors.
  package init() {}

  /// How many requests failed this way.
  package subscript(kind: Kind) -> Int {
    get { counts[kind.rawValue] }
    set { counts[kind.rawValue] = newValue }
  }

  /// How many requests failed.
  package var total: Int { counts.reduce(0, +) }

  /// The kinds that there were, by their names.
  package var byName: [String: Int] {
    let counts = Kind.allCases.map { ("\($0)", self[$0]) }.filter { $0.1 > 0 }
    return Dictionary(uniqueKeysWithValues: counts)
  }

  /// Adds another ledger's counts.
  package mutating func merge(_ other: ErrorLedger) {
    for kind in Kind.allCases { self[kind] += other[kind] }
  }

  /// Leaves out what was counted before.
  mutating func subtract(_ earlier: ErrorLedger) {
    for kind in Kind.allCases { self[kind] -= earlier[kind] }
  }
}

extension ErrorLedger.Kind {
  /// The kind of an answer whose status was not accepted.
  init(status: Int) {
    self =
      switch status {
      case 400...499: .status4xx
      case ..<100, 500...: .status5xx
      default: .unexpectedStatus
      }
  }
}
