import SeededRandom

/// Event streams, or messages over WebSockets: a part of the contract that apps serve if their framework can.
public struct StreamWorkload: Codable, Equatable, Sendable {
  /// What a request and its answer are.
  public enum Exchange: Codable, Equatable, Sendable {
    /// A request whose answer is a stream of so many events, numbered from 1 on, with pauses between them.
    case events(count: Int, intervalMilliseconds: Int)
    /// A message of so many bytes that comes back; so many are under way on each connection.
    case messages(bytes: Int, isText: Bool, underWay: Int)
  }

  /// Its name.
  public let name: String
  /// The category it is summed up in.
  public let category: String
  /// What it sends, in a few words.
  public let summary: String
  /// The route.
  public let path: String
  /// What is exchanged.
  public let exchange: Exchange

  /// What is sent in rotation: requests for a stream, which are all alike; or requests for a WebSocket, whose bodies are the messages, with
  /// random values: the same seed gives the same bytes on every machine.
  func requests(seed: UInt64, count: Int) -> [WorkloadRequest] {
    switch exchange {
    case .events(let events, let milliseconds):
      return Array(repeating: self.events(events, every: milliseconds), count: count)
    case .messages(let bytes, let isText, _):
      var values = ValueGenerator(SeededGenerator(seed: seed, stream: name))
      return (0..<count).map { _ in
        WorkloadRequest(
          method: "GET", target: path, contentType: nil,
          body: isText ? Array(values.identifier(bytes).utf8) : values.bytes(exactly: bytes),
          expected: ExpectedAnswer(statuses: 101...101, body: .any))
      }
    }
  }

  /// A request for a stream of so many events; `last`: the number of the last one that its reader has.
  public func events(_ count: Int, every milliseconds: Int, after last: Int = 0) -> WorkloadRequest {
    WorkloadRequest(
      method: "GET", target: "\(path)?events=\(count)&interval_ms=\(milliseconds)",
      fields: ["Accept: text/event-stream"] + (last > 0 ? ["Last-Event-ID: \(last)"] : []), contentType: nil,
      body: [],
      expected: ExpectedAnswer(
        fields: [("content-type", .pattern("^(?i)text/event-stream"))],
        body: .events(first: last + 1, last: count)))
  }
}
