import Glibc

/// The server's end of a connection; blocking. The server closes the descriptor when it stops.
struct ServerSocket {
  let number: Int32

  static func contentLength(of head: String) -> Int {
    let line = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
    return line.flatMap { Int($0.dropFirst(16)) } ?? 0
  }

  /// The head of the next request; nil when the client has closed.
  func readHead() -> String? {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      var byte: UInt8 = 0
      guard recv(number, &byte, 1, 0) == 1 else { return nil }
      head.append(byte)
    }
    return String(decoding: head, as: UTF8.self)
  }

  func read(_ count: Int, _ pieceCount: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(count, pieceCount))
    while bytes.count < count {
      let got = recv(number, &piece, min(piece.count, count - bytes.count), 0)
      guard got > 0 else { return nil }
      bytes += piece[..<got]
    }
    return bytes
  }

  /// Does what the script says; false when the connection is of no more use.
  func perform(_ step: ScriptedServer.Step) -> Bool {
    switch step {
    case .send(let text): return send(Array(text.utf8))
    case .sendBytes(let bytes): return send(bytes)
    case .dribble(let text): return dribble(Array(text.utf8))
    case .dribbleBytes(let bytes): return dribble(bytes)
    case .flood(let text, let milliseconds): return flood(Array(text.utf8), milliseconds)
    case .work(let milliseconds): return poll(nil, 0, milliseconds) == 0
    case .close:
      shutdown(number, Int32(SHUT_RDWR))
      return false
    case .reset:
      // Connecting to nowhere aborts the connection at once, and unlike close(2) keeps the number ours.
      var nowhere = sockaddr(
        sa_family: sa_family_t(AF_UNSPEC), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
      connect(number, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
      return false
    case .halfClose: return shutdown(number, Int32(SHUT_WR)) == 0
    case .hang: return false
    case .serve(let body):
      body(self)
      return false
    }
  }

  private func flood(_ bytes: [UInt8], _ milliseconds: Int) -> Bool {
    let many = Array(repeating: bytes, count: max(1, (1 << 18) / bytes.count)).flatMap { $0 }
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    while ContinuousClock.now < end { guard send(many) else { return false } }
    return true
  }

  private func dribble(_ bytes: [UInt8]) -> Bool {
    var on: Int32 = 1
    setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    return bytes.allSatisfy { send([$0]) }
  }

  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
