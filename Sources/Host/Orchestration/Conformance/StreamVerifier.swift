import Contract
import LoadEngine
import Platform
import Record
import SeededRandom

/// Proves that an app serves event streams and WebSockets as the contract has them, with connections that are not the load engine's.
struct StreamVerifier {
  private let client: HTTPClient
  private let stream: StreamWorkload
  private var random: SeededGenerator
  private var findings = Findings()

  /// Verifies a stream of the app that `client` asks, with random values from `seed`.
  init(client: HTTPClient, stream: StreamWorkload, seed: UInt64) {
    self.client = client
    self.stream = stream
    random = SeededGenerator(seed: seed, stream: stream.name)
  }

  /// Everything that is to be seen of it.
  mutating func verify() -> ConformanceFindings {
    switch stream.exchange {
    case .events(let count, let milliseconds): verifyEvents(count, milliseconds)
    case .messages(_, let isText, _): verifyMessages(isText)
    }
    return findings.outcome
  }

  // MARK: Events

  private mutating func verifyEvents(_ count: Int, _ milliseconds: Int) {
    let whole = stream.events(count, every: milliseconds)
    if let status = try? client.send(whole).status,
      findings.findsNoRoute(whole.summary, expected: whole.expected.summary, status)
    {
      return
    }
    let some = random.integer(in: 4...60)
    expect("events", whole)
    for count in [1, some] { expect("events", stream.events(count, every: 0)) }
    expect("fragmented-request", stream.events(some, every: 0), .fragmented)
    expect("last-event-id", stream.events(some, every: 0, after: some / 2))
    expect("nothing-left", stream.events(some, every: 0, after: some))
    expectPauses()
    expectOneByOne()
  }

  private mutating func expect(
    _ check: String, _ request: WorkloadRequest, _ framing: HTTPClient.Framing = .whole
  ) {
    findings.check(check, request.summary, expected: request.expected.summary) { [client] in
      let answer = try client.send(request, framing: framing)
      return answer.difference(from: request.expected).map { $0 + "; " + answer.summary }
    }
  }

  /// Clocks of runtimes differ from ours, and some round to their ticks.
  private mutating func expectPauses() {
    let request = stream.events(4, every: 40)
    findings.check("pauses", request.summary, expected: "3 pauses of 40 ms") { [client] in
      let clock = MonotonicClock()
      let begin = clock.nanoseconds
      _ = try client.send(request)
      let milliseconds = (clock.nanoseconds - begin) / 1_000_000
      return milliseconds < 100 ? "all of it within \(milliseconds) ms" : nil
    }
  }

  /// Where events are held back, the first one comes with the second, which is due 2 s later.
  private mutating func expectOneByOne() {
    let request = stream.events(2, every: 2000)
    findings.check("one-by-one", request.summary, expected: "the first event before the second is due") {
      [client] in
      try client.connected { exchange in
        try exchange.write(request.httpBytes(host: client.authority), cuts: [])
        var text = ""
        while !text.contains("\"seq\"") {
          guard let bytes = try exchange.next("the first event") else { return "an end without an event" }
          text += String(decoding: bytes, as: UTF8.self)
        }
        return text.ranges(of: "\"seq\"").count > 1 ? "both at once" : nil
      }
    }
  }

  // MARK: Messages

  private static let greeting = "Grüße, 世界 🎉"

  private mutating func verifyMessages(_ isText: Bool) {
    let handshake = "GET \(stream.path) with Upgrade: websocket"
    do { try connected { _, _ in } } catch let error as WebSocketDialogue.Refused {
      if !findings.findsNoRoute(handshake, expected: "101", error.status) {
        findings.check("handshake", handshake, expected: "101") { "\(error)" }
      }
      return
    } catch {
      // Some servers let a handshake hang that nobody wants.
      if let status = try? client.send("GET", stream.path).status,
        findings.findsNoRoute(handshake, expected: "101", status)
      {
        return
      }
    }
    expectEchoes(isText)
    expectOrder(isText)
    expectFragments()
    expectFarewell()
    findings.check("no-upgrade", "GET \(stream.path) without Upgrade", expected: "a status from 400 to 499") {
      [client, stream] in
      let answer = try client.send("GET", stream.path)
      return (400...499).contains(answer.status) ? nil : answer.summary
    }
  }

  /// What comes of a WebSocket of its own; `key`: that of its frames.
  private mutating func connected<Result>(
    _ talk: (inout WebSocketExchange, _ key: UInt32) throws -> Result
  ) throws -> Result {
    let nonce = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let key = UInt32(truncatingIfNeeded: random.next())
    return try client.connected { exchange in
      var socket = try WebSocketExchange(exchange, target: stream.path, host: client.authority, nonce: nonce)
      return try talk(&socket, key)
    }
  }

  /// A check whose `talk` says what came instead of what was expected.
  private mutating func check(
    _ name: String, _ what: String, expected: String,
    _ talk: (inout WebSocketExchange, UInt32) throws -> String?
  ) {
    let difference = Result { try connected(talk) }
    findings.check(name, what, expected: expected) { try difference.get() }
  }

  private mutating func payload(_ count: Int, isText: Bool) -> [UInt8] {
    guard isText else { return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
    let letters = Array(Self.greeting.utf8)
    let text = Array(repeating: letters, count: count / letters.count).joined()
    return Array(text)
      + (0..<count % letters.count).map { _ in UInt8(ascii: "a") + UInt8(random.integer(in: 0...25)) }
  }

  /// Lengths at which a frame's head changes, and more than a frame of many servers holds.
  private mutating func expectEchoes(_ isText: Bool) {
    for count in [0, 1, 125, 126, 65_535, 65_536, 1 << 20] {
      let message = payload(count, isText: isText)
      check("echo", "a \(isText ? "text" : "binary") message of \(count) bytes", expected: "the same message")
      {
        socket, key in
        try socket.write(WebSocketDialogue.message(message, isText: isText, key: key))
        return try socket.next().difference(from: .message(message, isText: isText))
      }
    }
  }

  private mutating func expectOrder(_ isText: Bool) {
    let messages = (0..<20).map { _ in payload(random.integer(in: 1...300), isText: isText) }
    check("order", "20 messages at once", expected: "all of them, in the same order") { socket, key in
      try socket.write(messages.flatMap { WebSocketDialogue.message($0, isText: isText, key: key) })
      for message in messages {
        if let difference = try socket.next().difference(from: .message(message, isText: isText)) {
          return difference
        }
      }
      return nil
    }
  }

  /// A letter of three bytes is cut, too.
  private mutating func expectFragments() {
    let text = Array(Self.greeting.utf8)
    check("fragments", "a text in three frames, and a ping between them", expected: "a pong, then the text") {
      socket, key in
      typealias Dialogue = WebSocketDialogue
      try socket.write(
        Dialogue.message(text[..<3], isText: true, .first, key: key) + Dialogue.ping([1, 2, 3], key: key)
          + Dialogue.message(text[3..<10], isText: true, .middle, key: key)
          + Dialogue.message(text[10...], isText: true, .last, key: key))
      if let difference = try socket.next().difference(from: .pong([1, 2, 3])) { return difference }
      return try socket.next().difference(from: .message(text, isText: true))
    }
  }

  private mutating func expectFarewell() {
    check("close", "a close frame", expected: "a close frame, then the connection's end") { socket, key in
      try socket.write(WebSocketDialogue.close(key: key))
      guard case .close(let payload) = try socket.next() else { return "no close frame" }
      guard payload.starts(with: [0x03, 0xE8]) || payload.isEmpty else {
        return "a close frame with another code"
      }
      return try socket.next() == nil ? nil : "more frames"
    }
  }
}

extension WebSocketDialogue.Arrival? {
  /// What it is instead of what was expected, in a few words; nil when it is that.
  fileprivate func difference(from expected: WebSocketDialogue.Arrival) -> String? {
    guard self != expected else { return nil }
    return switch self {
    case .message(let payload, let isText):
      "a \(isText ? "text" : "binary") message of \(payload.count) bytes, "
        + String(decoding: payload.prefix(80), as: UTF8.self)
    case .pong(let payload): "a pong of \(payload.count) bytes"
    case .close(let payload): "a close frame of \(payload.count) bytes"
    case .opened, .ping: "something else"
    case nil: "the connection's end"
    }
  }
}
