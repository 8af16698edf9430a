import LoadEngine

/// A WebSocket of a connection of its own, whose frames are read as the load engine reads them.
struct WebSocketExchange: ~Copyable {
  private let exchange: RawExchange
  private var dialogue: WebSocketDialogue
  private var arrivals: [WebSocketDialogue.Arrival] = []

  /// Opens it; throws `WebSocketDialogue.Refused` when the server does not.
  init(_ exchange: RawExchange, target: String, host: String, nonce: [UInt8]) throws {
    self.exchange = exchange
    dialogue = WebSocketDialogue(target: target, host: host, nonce: nonce)
    try exchange.write(dialogue.opening, cuts: [])
    guard try next() == .opened else {
      throw HTTPClient.Failure(description: "the server closed the connection instead of an answer")
    }
  }

  /// Sends frames.
  func write(_ frames: [UInt8]) throws { try exchange.write(frames, cuts: []) }

  /// What comes next, but for the server's pings, which nobody waits for long enough to need an answer; nil: the connection ended.
  mutating func next() throws -> WebSocketDialogue.Arrival? {
    while true {
      while arrivals.isEmpty {
        guard let bytes = try exchange.next("what follows on the WebSocket") else { return nil }
        arrivals = try dialogue.read(bytes)
      }
      let arrival = arrivals.removeFirst()
      if case .ping = arrival { continue }
      return arrival
    }
  }
}
