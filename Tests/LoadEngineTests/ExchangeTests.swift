import Testing

@testable import LoadEngine

@Suite(.bothPollers) struct ExchangeTests {
  static let answers: [(text: String, body: String, closes: Bool)] = [
    (Load.ok, "ok", false),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n3;x=y\r\nay!\r\n0\r\nSum: 5\r\n\r\n",
      "okay!", false
    ),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "", false),
    ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "ok", true),
    ("HTTP/1.1 200 OK\r\n\r\nuntil the end", "until the end", true),
    ("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold", "old", true),
  ]

  @Test(
    "whole or byte by byte, an answer is read to its end and its body as sent", arguments: answers,
    [false, true])
  func bodies(answer: (text: String, body: String, closes: Bool), dribbles: Bool) throws {
    let server = try ScriptedServer { _ in
      [dribbles ? .dribble(answer.text) : .send(answer.text)] + (answer.closes ? [.close] : [])
    }
    var spec = Load.spec(server.port)
    spec.canaries = CanaryPlan(stride: 1, maximumCount: 50, maximumBytes: 1 << 20)
    let result = try Load.run(spec, on: server)
    #expect(result.answered == server.records.count)
    #expect(result.answered == result.sent)
    #expect(!result.canaries.isEmpty)
    #expect(result.canaries.allSatisfy { $0.body.elementsEqual(answer.body.utf8) })
    #expect(result.canaries.allSatisfy { String(decoding: $0.head, as: UTF8.self).hasPrefix("HTTP/1.") })
    #expect(result.canaries.allSatisfy { (200...204).contains($0.status) })
    if answer.closes {
      #expect(result.connectionsOpened >= result.sent)
    } else {
      #expect(result.connectionsOpened == 2)
    }
  }

  @Test("a request of 1 MB is written in full to a server that reads little at a time")
  func largeRequest() throws {
    let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }
    let server = try ScriptedServer(reading: .inSmallReads) { request in
      [.send(request.body == body ? Load.ok : "HTTP/1.1 400 Differs\r\nContent-Length: 0\r\n\r\n")]
    }
    let result = try Load.run(Load.spec(server.port, [Load.post(body)]), on: server)
    #expect(result.answered == result.sent)
    #expect(result.answered >= 2)
    #expect(result.bytesSent > result.sent * 1_000_000)
  }

  @Test("an answer of 1 MB is kept in full")
  func largeAnswer() throws {
    let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }
    let server = try ScriptedServer { _ in
      [.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"), .sendBytes(body)]
    }
    var spec = Load.spec(server.port)
    spec.canaries = CanaryPlan(stride: 1, maximumCount: 10, maximumBytes: 3_500_000)
    let result = try Load.run(spec, on: server)
    #expect(result.answered == result.sent)
    #expect((1...3).contains(result.canaries.count))
    #expect(result.canaries.allSatisfy { $0.body == body })
  }

  @Test("an answer that comes before the request is written in full counts, but ends the connection")
  func earlyAnswer() throws {
    let server = try ScriptedServer(reading: .afterAnswering) { _ in
      [.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")]
    }
    let request = Load.post([UInt8](repeating: 7, count: 64 << 20))
    let result = try Load.run(Load.spec(server.port, [request], connections: 1), on: server)
    #expect(result.errors[.status4xx] == result.sent)
    #expect(result.sent > 0)
    #expect(result.connectionsOpened >= result.sent)
    #expect(result.bytesSent < result.sent * request.bytes.count)
  }

  @Test func `what the kernel took of a request that is not whole counts, whatever polls`() throws {
    for steps in [[.hang], [.work(milliseconds: 50), .reset]] as [[ScriptedServer.Step]] {
      // Only the head is read: the rest fills the buffers of both ends.
      let server = try ScriptedServer(reading: .afterAnswering) { _ in steps }
      let request = Load.post([UInt8](repeating: 7, count: 64 << 20))
      var load = Load.spec(server.port, [request], connections: 1)
      load.drainLimit = .milliseconds(200)
      let result = try Load.run(load, on: server)
      #expect(result.answered == 0 && result.sent > 0)
      #expect(result.bytesSent > 65536 * result.sent, "\(steps)")
      #expect(result.bytesSent < request.bytes.count * result.sent)
    }
  }

  @Test("every variant is among the canaries, with the answer to that variant")
  func canaryVariants() throws {
    let server = try ScriptedServer { request in
      [.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.path.utf8.count)\r\n\r\n\(request.path)")]
    }
    let paths = ["/zero", "/one", "/two", "/three"]
    var spec = Load.spec(
      server.port, paths.map { Load.get($0) }, connections: 1, duration: .milliseconds(200))
    spec.canaries = CanaryPlan(stride: 2, maximumCount: 1000, maximumBytes: 1 << 20)
    let result = try Load.run(spec, on: server)
    #expect(result.canaries.allSatisfy { $0.body.elementsEqual(paths[$0.variant].utf8) })
    #expect(Set(result.canaries.map(\.variant)) == [0, 1, 2, 3])
  }
}
