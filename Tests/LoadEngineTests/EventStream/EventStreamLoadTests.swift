import Platform
import Statistics
import Testing

@testable import LoadEngine

/// Event streams as a load reads them, from servers that say when they send what.
struct EventStreamLoadTests {
  private static let head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

  private static func chunk(_ text: String) -> String {
    "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n"
  }

  private static func event(_ id: Int) -> String { "id: \(id)\nevent: tick\ndata: {\"seq\":\(id)}\n\n" }

  private static func run(
    _ server: ScriptedServer, wanted: Int? = nil, requests: Int = 1, poller: PollerChoice
  ) throws -> LoadResult {
    defer { server.stop() }
    var load = Load.spec(server.port, connections: 1, duration: .seconds(20))
    load.poller = poller
    load.requestLimit = requests
    return try LoadEngine.run(
      load.spec, streaming: Load.get("/sse"), EventStreamSettings(wanted: wanted), stop: StopFlag())
  }

  @Test(arguments: [PollerChoice.auto, .epoll])
  func `events are counted and timed, however they are cut`(poller: PollerChoice) throws {
    let server = try ScriptedServer { _ in
      [
        .work(milliseconds: 20), .send(Self.head), .work(milliseconds: 30), .send(Self.chunk(Self.event(1))),
        .work(milliseconds: 40), .dribble(Self.chunk(Self.event(2))),
        .send(Self.chunk(Self.event(3) + Self.event(4))),
        .send(Self.chunk(": a comment\n\nid: 5\n")), .work(milliseconds: 10),
        .send(Self.chunk("data: x\n\n") + "0\r\n\r\n"),
      ]
    }
    let result = try Self.run(server, wanted: 5, requests: 2, poller: poller)
    let streams = try #require(result.streams)
    #expect(result.answered == 2 && streams.items == 10 && streams.misplaced == 0 && streams.short == 0)
    #expect(streams.firstByte.count == 2 && streams.firstItem.count == 2 && streams.gaps.count == 8)
    #expect(streams.firstByte.minimum ?? 0 >= 20_000_000 && streams.firstItem.minimum ?? 0 >= 50_000_000)
    #expect(streams.gaps.maximum ?? 0 >= 40_000_000 && streams.gaps.minimum ?? .max < 10_000_000)
    #expect(result.latency.minimum ?? 0 >= 100_000_000)
  }

  @Test func `events that are lost, doubled or out of order are told, and streams that end early`() throws {
    let server = try ScriptedServer { request in
      let ids = request.index == 0 ? [1, 3, 3, 4] : [1, 2]
      return [.send(Self.head + ids.map { Self.chunk(Self.event($0)) }.joined() + "0\r\n\r\n")]
    }
    let result = try Self.run(server, wanted: 4, requests: 2, poller: .auto)
    let streams = try #require(result.streams)
    // The 2 is lost and the 3 is there twice; what follows is in its place again.
    #expect(streams.items == 6 && streams.misplaced == 2 && streams.short == 1)
    #expect(result.answered == 0 && result.errors[.wrongBody] == 2)
  }

  @Test func `a stream that is cut off fails, and one without an end of events is read to a limit`() throws {
    let cut = try ScriptedServer { _ in [.send(Self.head + Self.chunk(Self.event(1))), .close] }
    let result = try Self.run(cut, poller: .auto)
    #expect(result.errors[.truncated] == 1 && result.answered == 0 && result.streams?.items == 1)
    let long = "data: " + String(repeating: "x", count: EventStreamParser.mostBytes + 10)
    let large = try ScriptedServer { _ in [.send(Self.head + Self.chunk(long) + "0\r\n\r\n")] }
    #expect(try Self.run(large, poller: .auto).errors[.tooLarge] == 1)
  }
}
