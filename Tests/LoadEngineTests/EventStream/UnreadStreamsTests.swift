import Glibc
import Platform
import Synchronization
import Testing

@testable import LoadEngine

@Suite struct UnreadStreamsTests {
  private let request = Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)

  /// What `count` becomes at last, or after a minute.
  private func waited(for wanted: Int, _ count: () -> Int) -> Int {
    for _ in 0..<6000 where count() != wanted { usleep(10_000) }
    return count()
  }

  @Test func `streams begin when something has come, and end when their servers close them`() throws {
    let server = try ScriptedServer { request in
      switch request.path {
      case "/closes": [.send("HTTP/1.1 200 OK\r\n\r\n"), .close]
      case "/hangs": [.hang]
      default: [.send("HTTP/1.1 200 OK\r\n\r\n"), .hang]
      }
    }
    defer { server.stop() }
    func ask(_ path: String) throws -> UnreadStreams {
      try UnreadStreams(
        3, of: .loopback(port: server.port), request: Array("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    }
    let (open, closing, hanging) = (try ask("/"), try ask("/closes"), try ask("/hangs"))
    #expect(waited(for: 3) { open.begun } == 3 && waited(for: 3) { closing.ended } == 3)
    #expect(open.ended == 0 && hanging.begun == 0 && closing.begun == 3)
    for streams in [open, closing, hanging] {
      streams.close()
      streams.close()
      #expect(streams.begun == 0 && streams.ended == 0)
    }
  }

  @Test func `a server has to wait for what is not read, but for some kB`() throws {
    let taken = Atomic<Int>(0)
    let isFull = Atomic<Bool>(false)
    let server = try ScriptedServer(script: { _ in
      [
        .serve { socket in
          let piece = [UInt8](repeating: 65, count: 1000)
          var idle = 0
          while idle < 100 {
            let count = send(
              socket.number, piece, piece.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
            idle = count > 0 ? 0 : idle + 1
            if count > 0 { taken.add(count, ordering: .relaxed) } else { usleep(1000) }
          }
          isFull.store(true, ordering: .sequentiallyConsistent)
        }
      ]
    })
    defer { server.stop() }
    let streams = try UnreadStreams(1, of: .loopback(port: server.port), request: request)
    #expect(waited(for: 1) { isFull.load(ordering: .sequentiallyConsistent) ? 1 : 0 } == 1)
    #expect((1000..<500_000).contains(taken.load(ordering: .relaxed)), "\(taken.load(ordering: .relaxed))")
    streams.close()
  }

  @Test func `nobody to ask is an error`() throws {
    let port = try ScriptedServer.closedPort()
    #expect(throws: SystemError.self) {
      _ = try UnreadStreams(2, of: .loopback(port: port), request: request)
    }
  }
}
