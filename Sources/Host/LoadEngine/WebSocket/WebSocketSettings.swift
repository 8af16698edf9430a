import HTTP
package import Statistics

/// How a load's connections become WebSockets.
package struct WebSocketSettings: Sendable {
  /// Path and query of the request that asks for it.
  package var target: String
  /// The server as its Host field names it.
  package var host: String
  /// Further header fields of it, each `name: value`.
  package var fields: [String]

  /// Connections to a server's WebSocket.
  package init(target: String, host: String, fields: [String] = []) {
    self.target = target
    self.host = host
    self.fields = fields
  }

  /// The subprotocols that the fields offer.
  var subprotocols: [String] {
    fields.compactMap(HTTPField.init).filter { $0.name == "sec-websocket-protocol" }.flatMap {
      $0.value.split { $0 == "," || $0 == " " }.map(String.init)
    }
  }
}

/// What WebSockets did in a load beside their messages, before the window included.
package struct WebSocketUse: Sendable {
  /// Of each connection that was opened, nanoseconds from when its handshake was written to the end of the answer.
  package internal(set) var handshakes = Histogram()
  /// Pings of servers, each of which was answered.
  package internal(set) var pings = 0
  /// Close frames of servers that we had not closed, by their code; 1005: one without.
  package internal(set) var closes: [Int: Int] = [:]
  /// Close frames of ours that servers answered.
  package internal(set) var farewells = 0
  /// Why the first connection that was refused or broke a rule did; nil when none did.
  package internal(set) var problem: String?

  /// Adds what another worker's did.
  mutating func merge(_ other: WebSocketUse) {
    handshakes.merge(other.handshakes)
    pings += other.pings
    farewells += other.farewells
    closes.merge(other.closes, uniquingKeysWith: +)
    problem = problem ?? other.problem
  }
}
