import Platform
import Statistics
import Testing

@testable import LoadEngine

/// Loads over WebSockets, at a server that does as it is told.
@Suite(.bothPollers)
struct WebSocketLoadTests {
  private static func spec(_ port: UInt16, connections: Int = 1, limit: Int? = 10) -> LoadSpec {
    var load = Load.spec(port, connections: connections, duration: .seconds(limit == nil ? 1 : 20))
    load.webSocket = WebSocketSettings(target: "/ws", host: "test")
    load.requestLimit = limit
    return load.spec
  }

  private static func run(
    _ spec: LoadSpec, _ messages: [PreparedMessage] = [PreparedMessage(Array("Hello".utf8), isText: true)],
    areEchoed: Bool = true
  ) throws -> LoadResult {
    let result = try LoadEngine.run(spec, sending: messages, areEchoed: areEchoed, stop: StopFlag())
    #expect(result.sent == result.answered + result.errors.total + result.unfinished)
    #expect(result.latency.count == UInt64(result.answered))
    return result
  }

  @Test
  func
    `messages are echoed, each with a mask of its own, and the connection is closed as the protocol wants`()
    throws
  {
    let server = try SocketServer { $0.echo() }
    let result = try Self.run(Self.spec(server.port))
    let frames = server.stop()
    #expect(result.answered == 10 && result.errors.total == 0 && result.surplusBytes == 0)
    let use = try #require(result.webSocket)
    #expect(use.handshakes.count == 1 && use.closes == [:] && use.farewells == 1 && use.problem == nil)
    #expect(frames.dropLast().allSatisfy { $0.kind == 0x81 && $0.payload == Array("Hello".utf8) })
    #expect(frames.count == 11 && frames.last?.kind == 0x88 && frames.last?.payload == [0x03, 0xE8])
    #expect(Set(frames.map(\.key)).count == 11)
    #expect(result.statusCounts.isEmpty && result.unasked == 0)
    // Ten frames of 2 + 5 bytes, and with masks of 6 + 5; the close frames' own are not waited for in every case.
    #expect((70...74).contains(result.bytesReceived) && (110...118).contains(result.bytesSent))
  }

  @Test(arguments: [0, 125, 126, 65_535, 65_536, 300_000])
  func `messages of any size come back whole`(count: Int) throws {
    let server = try SocketServer { $0.echo() }
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let result = try Self.run(
      Self.spec(server.port, connections: 2, limit: 6), [PreparedMessage(payload, isText: false)])
    #expect(server.stop().filter { $0.kind == 0x82 }.allSatisfy { $0.payload == payload })
    #expect(result.answered == 6 && result.bytesReceived >= 6 * count)
  }

  @Test func `several messages are under way at once, in rotation over the rounds`() throws {
    let server = try SocketServer { $0.echo() }
    var spec = Self.spec(server.port, limit: 12)
    spec.pipelineDepth = 3
    let result = try Self.run(
      spec, [PreparedMessage([1, 2], isText: false), PreparedMessage(Array("x".utf8), isText: true)])
    let kinds = server.stop().map(\.kind)
    #expect(result.answered == 12)
    #expect(kinds == [0x82, 0x82, 0x82, 0x81, 0x81, 0x81, 0x82, 0x82, 0x82, 0x81, 0x81, 0x81, 0x88])
  }

  @Test func `fragments, pings between them and bytes one at a time come to the same`() throws {
    let server = try SocketServer { connection in
      while let frame = connection.read(), frame.kind != 0x88 {
        guard frame.kind == 0x81 else { continue }
        connection.send(0x01, Array(frame.payload.prefix(2)), inPieces: true)
        connection.send(0x89, [7, 8], inPieces: true)
        connection.send(0x00, [])
        connection.send(0x8A, [])
        connection.send(0x80, Array(frame.payload.dropFirst(2)), inPieces: true)
      }
      connection.send(0x88, [0x03, 0xE9])
    }
    let result = try Self.run(Self.spec(server.port, limit: 5))
    let pongs = server.stop().filter { $0.kind == 0x8A }
    #expect(result.answered == 5 && result.webSocket?.pings == 5 && result.webSocket?.farewells == 1)
    #expect(pongs.count == 5 && pongs.allSatisfy { $0.payload == [7, 8] })
  }

  @Test(
    arguments: [
      (0x81, [0xC3, 0x28], 1007), (0xC1, [], 1002), (0x83, [], 1002), (0x80, [], 1002),
      (0x88, [0x03], 1002),
    ] as [(UInt8, [UInt8], Int)])
  func `a server that breaks the protocol is told so, and its message fails`(
    kind: UInt8, payload: [UInt8], code: Int
  ) throws {
    let server = try SocketServer { connection in
      while let frame = connection.read(), frame.kind != 0x88 { connection.send(kind, payload) }
    }
    let result = try Self.run(Self.spec(server.port, limit: 1))
    let frames = server.stop()
    #expect(result.errors[.malformed] == 1 && result.answered == 0)
    #expect(result.webSocket?.problem?.hasPrefix("not the WebSocket protocol") == true)
    #expect(frames.last?.kind == 0x88 && frames.last?.payload == [UInt8(code >> 8), UInt8(code & 0xFF)])
  }

  @Test func `what is not an echo is an error where it should be one`() throws {
    let answers: [(UInt8, String)] = [(0x81, "hello"), (0x82, "Hello"), (0x81, "Hell"), (0x81, "Hello!")]
    for (kind, text) in answers {
      let server = try SocketServer { connection in
        while let frame = connection.read(), frame.kind != 0x88 { connection.send(kind, Array(text.utf8)) }
        connection.send(0x88, [])
      }
      #expect(try Self.run(Self.spec(server.port, limit: 3)).errors[.wrongBody] == 3, "\(text)")
      #expect(try Self.run(Self.spec(server.port, limit: 3), areEchoed: false).answered == 3)
      _ = server.stop()
    }
  }

  @Test func `a server that closes while a message waits fails it, and is connected to anew`() throws {
    let server = try SocketServer { connection in
      guard let frame = connection.read() else { return }
      connection.send(frame.kind, frame.payload)
      _ = connection.read()
      connection.send(0x88, [0x03, 0xE9, 0x41])
      _ = connection.read()
    }
    let result = try Self.run(Self.spec(server.port, limit: 4))
    let frames = server.stop()
    #expect(result.answered == 2 && result.errors[.closedIdle] == 2)
    #expect(result.webSocket?.closes == [1001: 2] && result.webSocket?.handshakes.count == 2)
    #expect(frames.filter { $0.kind == 0x88 }.allSatisfy { $0.payload == [0x03, 0xE9] })
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "answered 200 instead of 101"),
    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "Accept"),
    ("nonsense\r\n\r\n", "status line"),
  ])
  func `a handshake that is refused is no connection, and the reason is told`(answer: String, reason: String)
    throws
  {
    let server = try SocketServer(answer: { _ in Array(answer.utf8) }, script: { _ in })
    let result = try Self.run(Self.spec(server.port, limit: 2))
    _ = server.stop()
    #expect(result.connectionsReached == 0 && result.errors[.connect] == 2)
    #expect(result.webSocket?.problem?.contains(reason) == true, "\(result.webSocket?.problem ?? "none")")
  }

  @Test func `an answer to the handshake may come with the first frames, and after interim answers`() throws {
    let server = try SocketServer(
      answer: {
        Array("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n\(SocketServer.accepting($0))".utf8) + [
          0x81, 2, 0x68, 0x69,
        ]
      },
      script: { $0.echo() })
    let result = try Self.run(Self.spec(server.port, limit: 3))
    _ = server.stop()
    #expect(result.connectionsReached == 1 && result.answered == 3 && result.unasked == 1)
    #expect(result.surplusBytes == 0)
  }

  @Test func `a listener waits as long as it takes, and a server that closes ends its stream`() throws {
    let server = try SocketServer { connection in
      _ = connection.socket.perform(.work(milliseconds: 800))
      connection.send(0x81, [0x41])
      connection.send(0x88, [0x03, 0xE8])
      _ = connection.read()
    }
    var spec = Self.spec(server.port, limit: 1)
    spec.requestTimeout = .milliseconds(50)
    let result = try LoadEngine.run(spec, listening: StopFlag())
    _ = server.stop()
    #expect(result.answered == 1 && result.errors.total == 0 && result.streams?.items == 1)
    #expect(result.streams?.open == 0 && result.webSocket?.closes == [1000: 1])
  }

  @Test func `an end within a message is told from one between messages`() throws {
    for (bytes, kind) in [([0x81, 5, 0x41], .truncated), ([], .closedIdle)] as [([UInt8], ErrorLedger.Kind)] {
      let server = try SocketServer { connection in
        guard let first = connection.read() else { return }
        connection.send(first.kind, first.payload)
        _ = connection.read()
        connection.socket.send(bytes)
        _ = connection.socket.perform(.close)
      }
      let result = try Self.run(Self.spec(server.port, limit: 2))
      _ = server.stop()
      #expect(result.answered == 1 && result.errors[kind] == 1, "\(result.errors)")
    }
  }

  @Test func `messages that nobody asked for are no answers to what was not sent yet`() throws {
    // Two messages for each, in one piece: the second finds the next one on its way out.
    let server = try SocketServer { connection in
      while let frame = connection.read(), frame.kind != 0x88 {
        connection.socket.send([0x81, 2, 0x41, 0x42, 0x81, 2, 0x41, 0x42])
      }
      connection.send(0x88, [0x03, 0xE8])
    }
    let message = PreparedMessage([UInt8](repeating: 0x41, count: 3000), isText: true)
    let result = try Self.run(Self.spec(server.port, limit: 40), [message], areEchoed: false)
    let frames = server.stop().filter { $0.kind == 0x81 }
    #expect(result.answered == 40 && result.errors.total == 0 && frames.count == 40)
    #expect(frames.allSatisfy { $0.payload == message.payload })
  }

  @Test func `a subprotocol that was offered may be chosen`() throws {
    let server = try SocketServer(
      answer: {
        let opening = SocketServer.accepting($0).dropLast()
        return Array((opening + "Sec-WebSocket-Protocol: chat.v2\r\n\r\n").utf8)
      }, script: { $0.echo() })
    var spec = Self.spec(server.port, limit: 2)
    spec.webSocket?.fields = ["Sec-WebSocket-Protocol: chat.v1, chat.v2"]
    #expect(try Self.run(spec).answered == 2)
    spec.webSocket?.fields = ["Sec-WebSocket-Protocol: chat.v1"]
    #expect(try Self.run(spec).errors[.connect] == 2)
    _ = server.stop()
  }

  @Test func `what a server pushes is counted and timed`() throws {
    let server = try SocketServer { connection in
      for number in 0..<5 {
        _ = connection.socket.perform(.work(milliseconds: 100))
        connection.send(0x82, [UInt8](repeating: 1, count: 1000))
        if number == 2 { connection.send(0x81, []) }
      }
      connection.echo()
    }
    let spec = Self.spec(server.port, limit: nil)
    let result = try LoadEngine.run(spec, listening: StopFlag())
    let frames = server.stop()
    let streams = try #require(result.streams)
    // What comes before the window counts for nothing.
    #expect((5...6).contains(streams.items) && streams.begun == 1 && streams.open == 1)
    #expect(streams.firstItem.count == 1 && (4...5).contains(streams.gaps.count))
    #expect(streams.gaps.maximum ?? 0 >= 50_000_000)
    #expect(result.unfinished == 1 && result.errors.total == 0 && frames.map(\.kind) == [0x88])
  }
}
