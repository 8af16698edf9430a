import Orchestration

/// What connections are to carry, as the flags of `load` and its URL say; no file has been read yet.
struct TrafficRequest: Sendable {
  private enum Kind {
    case requests
    case eventStreams(comesBack: Bool)
    case listening
    case message([UInt8])
    case messageFile(InputFile)
  }

  private let kind: Kind
  private let isText: Bool
  private let isEchoed: Bool

  /// Reads the flags; throws a `UsageError` for those that do not go together.
  init(_ arguments: Arguments, of target: LoadTarget) throws {
    let isWebSocket = arguments[StreamFlags.ws] || target.isWebSocket
    isText = !arguments[StreamFlags.binary]
    isEchoed = arguments[StreamFlags.echo]
    if isWebSocket {
      kind = try Self.socket(arguments, isText: isText)
    } else {
      let ours = StreamFlags.messages + [StreamFlags.binary, StreamFlags.echo]
      try Self.refuse(ours, in: arguments) { "\($0) goes with --ws, or with a ws:// URL" }
      kind = try Self.requests(arguments)
    }
  }

  /// The largest memory for messages that are under way.
  private static let mostBytes = 1 << 30

  private static func refuse(
    _ flags: [any CommandFlag], in arguments: Arguments, _ sentence: (String) -> String
  ) throws {
    if let flag = flags.first(where: arguments.isGiven) { throw UsageError(sentence("--\(flag.name)")) }
  }

  private static func requests(_ arguments: Arguments) throws -> Kind {
    let comesBack = arguments[StreamFlags.reconnect]
    guard arguments[StreamFlags.sse] else {
      if comesBack { throw UsageError("--reconnect goes with --sse") }
      return .requests
    }
    let others: [any CommandFlag] = [LoadFlags.http2, LoadFlags.pipeline, LoadFlags.follow]
    try refuse(others, in: arguments) { "\($0) does not go with --sse" }
    let rates: [any CommandFlag] = comesBack ? LoadFlags.rates : []
    try refuse(rates, in: arguments) { "\($0) does not go with --reconnect, which asks when the server says" }
    return .eventStreams(comesBack: comesBack)
  }

  private static func socket(_ arguments: Arguments, isText: Bool) throws -> Kind {
    let others: [any CommandFlag] = [
      StreamFlags.sse, StreamFlags.reconnect, LoadFlags.http2, LoadFlags.follow, LoadFlags.method,
      LoadFlags.body, LoadFlags.bodyFile, LoadFlags.expectStatus,
    ]
    try refuse(others, in: arguments) { "\($0) does not go with WebSockets" }
    let given = StreamFlags.messages.filter(arguments.isGiven)
    guard given.count == 1 else {
      throw UsageError(
        "a WebSocket load has one message, by --message TEXT, --message-file FILE or --message-bytes N, or reads only: --listen"
      )
    }
    if let text = try arguments[StreamFlags.message] { return .message(Array(text.utf8)) }
    if let count = try arguments[StreamFlags.messageBytes] { return .message(madeUp(count, isText: isText)) }
    if let file = try InputFile(StreamFlags.messageFile, of: arguments) { return .messageFile(file) }
    let senders: [any CommandFlag] =
      LoadFlags.rates + [
        LoadFlags.requests, LoadFlags.pipeline, LoadFlags.noKeepAlive, StreamFlags.binary, StreamFlags.echo,
      ]
    try refuse(senders, in: arguments) { "\($0) does not go with --listen, which sends no messages" }
    return .listening
  }

  /// A message that is not all the same: letters, or all bytes.
  private static func madeUp(_ count: Int, isText: Bool) -> [UInt8] {
    (0..<count).map { isText ? UInt8(ascii: "a") + UInt8($0 % 26) : UInt8($0 % 256) }
  }

  /// What so many connections carry, with so many messages at once on each; throws a `UsageError` for a file that cannot be read, a text that
  /// is none, and for more than there is memory for.
  func complete(connections: Int, atOnce: Int) throws -> HTTPLoad.Traffic {
    switch kind {
    case .requests: .requests
    case .eventStreams(let comesBack): .eventStreams(comesBack: comesBack)
    case .listening: .messages(nil)
    case .message(let payload): try message(payload, copies: connections * atOnce)
    case .messageFile(let file): try message(file.bytes(), copies: connections * atOnce)
    }
  }

  private func message(_ payload: [UInt8], copies: Int) throws -> HTTPLoad.Traffic {
    guard payload.count * copies <= Self.mostBytes else {
      throw UsageError(
        "\(copies) messages of \(payload.count) bytes are under way at once, which takes over 1 GiB; use fewer connections or less --pipeline"
      )
    }
    if isText, String(validating: payload, as: UTF8.self) == nil {
      throw UsageError("the message is no UTF-8, which text must be; with --binary it may be anything")
    }
    return .messages(.init(payload, isText: isText, isEchoed: isEchoed))
  }
}
