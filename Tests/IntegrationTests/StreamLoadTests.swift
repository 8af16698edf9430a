import Foundation
import Platform
import Record
import Statistics
import TestSupport
import Testing

/// `harness load` at event streams and WebSockets, whose servers are not ours.
@Suite(.serialized) struct StreamLoadTests {
  private static func load(_ words: String...) async throws -> (LoadFigures, Program.Outcome) {
    let outcome = try await Program.run(["load", "--json"] + words)
    let figures = try #require(
      try? JSONDecoder().decode(LoadFigures.self, from: Data(outcome.output.utf8)), "\(outcome.errors)")
    return (figures, outcome)
  }

  @Test func `events are counted and timed, and streams are asked for again`() async throws {
    let server = try FixtureServer("streams/events.py")
    let url = "http://127.0.0.1:\(server.port)/sse?events=5&interval_ms=20"
    let (figures, outcome) = try await Self.load("--sse", "-n", "6", "-c", "3", url)
    let streams = try #require(figures.streams)
    #expect(outcome.status == .status(0) && figures.answered == 6 && streams.items == 30)
    #expect(streams.firstItem.count == 6 && streams.gaps.count == 24 && streams.firstByte.count == 6)
    #expect(streams.gaps.mean ?? 0 >= 10e6 && figures.latency.minimum ?? 0 >= 80_000_000)
    let text = try await Program.run("load", "--sse", "-n", "2", "-c", "1", url).output
    for part in ["10 events in", "2 streams began, 2 ended", "to the first event", "between events"] {
      #expect(text.contains(part), "\(text)")
    }
  }

  @Test func `a stream without an end is open at the end, and what is no event stream is an error`()
    async throws
  {
    let server = try FixtureServer("streams/events.py")
    let base = "http://127.0.0.1:\(server.port)"
    // Longer than a request may take: comments are signs of life.
    let (figures, outcome) = try await Self.load(
      "--sse", "-d", "2", "--timeout", "1", "-c", "2", base + "/never?events=2")
    #expect(outcome.status == .status(0) && figures.errors == [:], "\(figures.errors)")
    #expect(figures.unfinished == 2 && figures.streams?.items == 4 && figures.answered == 0)
    let text = try await Program.run("load", "--sse", "-d", "1", "-c", "2", base + "/never?events=2").output
    #expect(text.contains("2 were open at the end"), "\(text)")
    let (other, refused) = try await Self.load("--sse", "-n", "2", "-c", "1", base + "/other")
    #expect(refused.status == .status(1) && other.errors == ["wrongBody": 2])
  }

  @Test func `a reader that comes back waits as it was told and asks for what follows`() async throws {
    let server = try FixtureServer("streams/events.py")
    let url = "http://127.0.0.1:\(server.port)/sse?events=8&cut=3"
    let (figures, outcome) = try await Self.load("--sse", "--reconnect", "-n", "3", "-c", "1", url)
    #expect(outcome.status == .status(0) && figures.streams?.items == 8 && figures.answered == 3)
    #expect(figures.windowNanoseconds >= 40_000_000)
  }

  /// PyPI's websockets, and Node.js's ws.
  static let libraries = ["streams/sockets.py", "streams/sockets.js"]

  @Test(
    arguments: libraries,
    [
      ["--message", "Grüße"], ["--message-bytes", "0"], ["--message-bytes", "70000", "--binary"],
      ["--message-bytes", "512", "--pipeline", "8"], ["--message-bytes", "16", "--rate", "200", "-d", "1"],
    ])
  func `messages come back from servers that are not ours`(library: String, message: [String]) async throws {
    let server = try FixtureServer(library)
    for path in ["echo", "fragments"] where !message.contains("--pipeline") || path == "echo" {
      let words = message.contains("-d") ? message : message + ["-n", "40"]
      let outcome = try await Program.run(
        ["load", "--json", "--echo", "-c", "4"] + words + ["ws://127.0.0.1:\(server.port)/\(path)"])
      let figures = try JSONDecoder().decode(LoadFigures.self, from: Data(outcome.output.utf8))
      #expect(figures.errors == [:] && figures.answered > 0, "\(outcome.output.prefix(600))")
      let socket = try #require(figures.webSocket)
      #expect(socket.handshakes.count == 4 && socket.closes == [:] && socket.farewells == 4)
      // On a busy machine the last messages that are due may find no free connection.
      #expect(message.contains("--rate") || outcome.status == .status(0))
      #expect(path == "fragments" ? socket.pings >= figures.answered : socket.pings == 0)
    }
  }

  @Test func `messages go over TLS too`() async throws {
    let folder = Program.temporaryFolder()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (certificate, key) = (folder.appending(path: "c.pem"), folder.appending(path: "k.pem"))
    _ = try ProgramOutcome(
      of: "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key.path, "-out",
        certificate.path,
      ])
    let both = folder.appending(path: "both.pem")
    try (Data(contentsOf: certificate) + Data(contentsOf: key)).write(to: both)
    let server = try FixtureServer("streams/sockets.py", both.path)
    for poller in ["epoll", "uring"] {
      let (figures, outcome) = try await Self.load(
        "--message-bytes", "40000", "--echo", "-n", "20", "-c", "2", "--poller", poller, "--cacert",
        certificate.path, "wss://127.0.0.1:\(server.port)/echo")
      #expect(outcome.status == .status(0) && figures.answered == 20 && figures.tls?.handshakes == 2)
      #expect(figures.webSocket?.farewells == 2)
    }
  }

  @Test(arguments: libraries)
  func `what a server pushes is read, and its closes are told`(library: String) async throws {
    let server = try FixtureServer(library)
    let base = "ws://127.0.0.1:\(server.port)"
    let (pushed, outcome) = try await Self.load("--listen", "-d", "1", "-c", "2", base + "/push")
    #expect(outcome.status == .status(0) && pushed.streams?.items ?? 0 > 20 && pushed.unfinished == 2)
    let (closed, failed) = try await Self.load(
      "--message", "x", "-n", "3", "-c", "1", base + "/close/3001")
    #expect(failed.status == .status(1) && closed.webSocket?.closes == [3001: 3], "\(failed.output)")
    let text = try await Program.run("load", "--message", "x", "-n", "4", "-c", "1", base + "/echo").output
    for part in [
      "4 answers in", "messages/s", "1 handshake", "1 of our close frames answered",
      "compression is not offered",
    ] {
      #expect(text.contains(part), "\(text)")
    }
  }

  @Test(arguments: [
    (["--sse", "--ws", "--message", "x", "http://127.0.0.1/"], "--sse does not go with WebSockets"),
    (["--message", "x", "http://127.0.0.1/"], "--message goes with --ws"),
    (["--reconnect", "http://127.0.0.1/"], "--reconnect goes with --sse"),
    (["ws://127.0.0.1/"], "a WebSocket load has one message"),
    (["--message", "x", "--listen", "ws://127.0.0.1/"], "a WebSocket load has one message"),
    (["--listen", "--rate", "5", "ws://127.0.0.1/"], "--rate does not go with --listen"),
    (["--sse", "--reconnect", "--rate", "5", "http://127.0.0.1/"], "--rate does not go with --reconnect"),
    (["--sse", "--pipeline", "2", "http://127.0.0.1/"], "--pipeline does not go with --sse"),
    (["--message", "x", "--body", "y", "ws://127.0.0.1/"], "--body does not go with WebSockets"),
    (
      ["--message-file", "/no/such/file", "ws://127.0.0.1/"], "--message-file: `/no/such/file` cannot be read"
    ),
    (["--message-file", "/bin/true", "ws://127.0.0.1/"], "the message is no UTF-8"),
  ])
  func `flags that do not go together are told`(words: [String], text: String) async throws {
    let outcome = try await Program.run(["load"] + words)
    #expect(outcome.status == .status(2) && outcome.errors.contains(text), "\(outcome.errors)")
  }
}
