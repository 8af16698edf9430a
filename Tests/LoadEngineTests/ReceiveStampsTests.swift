import Foundation
import Glibc
import Statistics
import Synchronization
import Testing

@testable import LoadEngine

@Suite(.bothPollers) struct ReceiveStampsTests {
  /// A load whose only worker is held up for 1.2 s after a second, while the answer to a request of 0.3 s comes; its longest latency.
  private static func longest(stampsReceives: Bool) throws -> UInt64 {
    let server = try ScriptedServer { _ in [.work(milliseconds: 300), .send(Load.ok)] }
    var spec = Load.spec(server.port, connections: 1, duration: .milliseconds(2400))
    spec.stampsReceives = stampsReceives
    let isFirst = Mutex(true)
    spec.observer = { _ in
      let isFirst = isFirst.withLock { value in
        defer { value = false }
        return value
      }
      if isFirst { usleep(1_200_000) }
    }
    let result = try Load.run(spec, on: server)
    #expect(result.answered == result.sent && result.sent > 2)
    #expect(stampsReceives ? result.stampedReads > 0 : result.stampedReads == 0)
    return try #require(result.latency.maximum)
  }

  @Test func `an answer that waits to be read does not get older by the kernel's stamps`() throws {
    #expect(try Self.longest(stampsReceives: false) >= 1_100_000_000)
    #expect(try Self.longest(stampsReceives: true) < 800_000_000)
  }

  @Test
  func `where the kernel has no stamps, as for Unix-domain sockets, answers are timed when they are read`()
    throws
  {
    let path = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let server = try ScriptedServer(path: path) { _ in [.send(Load.ok)] }
    var spec = Load.spec(0, duration: .milliseconds(200))
    spec.target = try #require(SocketAddress(unixPath: path))
    spec.stampsReceives = true
    let result = try Load.run(spec, on: server)
    #expect(result.answered == result.sent && result.answered == server.records.count && result.sent > 2)
    #expect(result.stampedReads == 0 && result.latency.minimum ?? 0 > 0)
  }

  @Test func `answers larger than any buffer arrive whole with stamps`() throws {
    let server = try ScriptedServer { request in [.send(request.index % 2 == 0 ? Load.ok : Self.large)] }
    var spec = Load.spec(server.port, duration: .milliseconds(300))
    spec.stampsReceives = true
    let result = try Load.run(spec, on: server)
    #expect(result.answered == result.sent && result.sent > 20)
  }

  /// More than one buffer of any poller.
  private static let large =
    "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + String(repeating: "x", count: 200_000)
}
