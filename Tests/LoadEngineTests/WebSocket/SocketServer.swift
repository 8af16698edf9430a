import Synchronization

@testable import LoadEngine

/// A WebSocket server written for the tests alone: it opens connections, and hands them to a script.
final class SocketServer: Sendable {
  /// A frame as a client sent it.
  struct Frame: Equatable, Sendable {
    var kind: UInt8
    var payload: [UInt8]
    var key: [UInt8] = []
  }

  /// A connection that was opened.
  struct Connection: Sendable {
    let socket: ServerSocket
    fileprivate let server: SocketServer

    /// The next frame, which is kept; nil when there is no more.
    func read() -> Frame? {
      guard let head = socket.read(2, 2), head[1] & 0x80 != 0 else { return nil }
      let short = Int(head[1] & 0x7F)
      let more = short == 126 ? 2 : short == 127 ? 8 : 0
      let length = more == 0 ? [] : socket.read(more, more) ?? []
      let count = more == 0 ? short : length.reduce(0) { $0 << 8 | Int($1) }
      guard let key = socket.read(4, 4), let masked = count == 0 ? [] : socket.read(count, 1 << 16) else {
        return nil
      }
      let payload = masked.enumerated().map { $0.element ^ key[$0.offset % 4] }
      let frame = Frame(kind: head[0], payload: payload, key: key)
      server.frames.withLock { $0.append(frame) }
      return frame
    }

    /// Sends a frame; `kind` is its first byte.
    func send(_ kind: UInt8, _ payload: [UInt8], inPieces: Bool = false) {
      let count = payload.count
      let length: [UInt8] =
        count < 126
        ? [UInt8(count)]
        : count <= 0xFFFF
          ? [126, UInt8(count >> 8), UInt8(count & 0xFF)]
          : [127] + (0..<8).reversed().map { UInt8(count >> (8 * $0) & 0xFF) }
      let bytes = [kind] + length + payload
      if inPieces { _ = socket.perform(.dribbleBytes(bytes)) } else { socket.send(bytes) }
    }

    /// Sends back what comes, until the client closes.
    func echo(inPieces: Bool = false) {
      while let frame = read() {
        send(frame.kind, frame.payload, inPieces: inPieces)
        if frame.kind == 0x88 { return }
      }
    }
  }

  private let server = Mutex<ScriptedServer?>(nil)
  private let frames = Mutex<[Frame]>([])

  /// `script` is what is done with a connection; `answer` what the handshake is answered with, from what it must accept.
  init(
    answer: @escaping @Sendable (String) -> [UInt8] = { Array(SocketServer.accepting($0).utf8) },
    script: @escaping @Sendable (Connection) -> Void
  ) throws {
    let server = try ScriptedServer { [unowned self] request in
      let accept = Handshake.accept(of: request.field("sec-websocket-key") ?? "")
      return [
        .sendBytes(answer(accept)), .serve { script(Connection(socket: $0, server: self)) },
      ]
    }
    self.server.withLock { $0 = server }
  }

  /// The answer that opens a connection.
  static func accepting(_ accept: String) -> String {
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n"
  }

  var port: UInt16 { server.withLock { $0?.port ?? 0 } }

  /// All frames that came, after the last connection has ended.
  func stop() -> [Frame] {
    server.withLock { $0 }?.stop()
    return frames.withLock { $0 }
  }
}
