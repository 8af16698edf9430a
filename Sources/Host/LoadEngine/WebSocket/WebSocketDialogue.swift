import HTTP

/// One WebSocket's bytes, without its connection, as the engine writes and reads them, for those who judge a server without a load.
package struct WebSocketDialogue: ~Copyable {
  /// What a server's bytes say.
  package enum Arrival: Equatable, Sendable {
    /// The connection is a WebSocket from here on.
    case opened
    /// A whole message.
    case message([UInt8], isText: Bool)
    /// A ping, which wants a pong with the same payload.
    case ping([UInt8])
    /// A pong.
    case pong([UInt8])
    /// The last frame: empty, or a code in two bytes with a reason.
    case close([UInt8])
  }

  /// The server's answer to the handshake is a status, and no WebSocket.
  package struct Refused: Error, CustomStringConvertible {
    /// The status.
    package let status: Int
    /// Why it is no WebSocket.
    package let description: String
  }

  /// A frame's place in its message.
  package enum Part: Equatable, Sendable { case whole, first, middle, last }

  /// The request for the connection.
  package let opening: [UInt8]
  private let accept: String
  private var answer = UpgradeReader()
  private var isOpen = false
  private var frames = FrameParser()
  private var message: [UInt8] = []

  /// A connection for a target like `/ws` of a host, with 16 random bytes.
  package init(target: String, host: String, nonce: [UInt8]) {
    let handshake = Handshake(target: target, host: host, nonce: nonce)
    (opening, accept) = (handshake.request.bytes, handshake.accept)
  }

  /// The frame of a message, or of a part of one.
  package static func message(
    _ payload: some Collection<UInt8>, isText: Bool, _ part: Part = .whole, key: UInt32
  ) -> [UInt8] {
    let kind: FrameKind = part == .middle || part == .last ? .continuation : isText ? .text : .binary
    return frame(kind, Array(payload), isFinal: part == .whole || part == .last, key: key)
  }

  /// A ping.
  package static func ping(_ payload: [UInt8], key: UInt32) -> [UInt8] { frame(.ping, payload, key: key) }
  /// The answer to a ping.
  package static func pong(_ payload: [UInt8], key: UInt32) -> [UInt8] { frame(.pong, payload, key: key) }
  /// The last frame, with the code of a normal end.
  package static func close(key: UInt32) -> [UInt8] {
    frame(.close, [UInt8(CloseCode.normal >> 8), UInt8(CloseCode.normal & 0xFF)], key: key)
  }

  private static func frame(
    _ kind: FrameKind, _ payload: [UInt8], isFinal: Bool = true, key: UInt32
  ) -> [UInt8] {
    let size = OutgoingFrame.size(of: payload.count)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      guard let place = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      count = payload.withUnsafeBufferPointer {
        OutgoingFrame.write(kind, $0, key: key, isFinal: isFinal, to: place)
      }
    }
  }

  /// Takes in the server's next bytes, and says what they complete. Throws `Refused`, a `Malformation`, or a `FrameViolation`.
  package mutating func read(_ bytes: [UInt8]) throws -> [Arrival] {
    var arrivals: [Arrival] = []
    try bytes.withUnsafeBufferPointer { input in
      var rest = input
      if !isOpen {
        guard let (status, fields) = try answer.read(&rest) else { return }
        do throws(Handshake.Refusal) { try Handshake.check(fields, status: status, accept: accept) } catch {
          throw Refused(status: status, description: error.description)
        }
        isOpen = true
        arrivals.append(.opened)
      }
      while let incoming = try frames.next(&rest) {
        switch incoming {
        case .message(let piece, let kind, let isEnd):
          message += piece
          guard isEnd else { continue }
          arrivals.append(.message(message, isText: kind == .text))
          message = []
        case .control(.ping): arrivals.append(.ping(frames.control))
        case .control(.close): arrivals.append(.close(frames.control))
        case .control: arrivals.append(.pong(frames.control))
        }
      }
    }
    return arrivals
  }
}
