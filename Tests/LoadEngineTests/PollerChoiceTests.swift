import Glibc
import Platform
import Testing

@testable import LoadEngine

private let denied = SystemError("open an io_uring", code: EPERM)

@Test func `where io_uring is forbidden epoll is taken, unless the ring was asked for by name`() throws {
  let server = try ScriptedServer(answering: Load.ok)
  defer { server.stop() }
  var spec = Load.spec(server.port)
  #expect(try LoadEngine.run(spec, stop: StopFlag(), ring: denied).pollerName == "epoll")
  spec.poller = .uring
  #expect(throws: LoadError.noRing(denied)) { try LoadEngine.run(spec, stop: StopFlag(), ring: denied) }
  #expect("\(LoadError.noRing(denied))".contains("--poller epoll"))
}

@Test func `epoll can be asked for although there is a ring`() throws {
  let server = try ScriptedServer(answering: Load.ok)
  defer { server.stop() }
  var spec = Load.spec(server.port)
  spec.poller = .epoll
  #expect(try LoadEngine.run(spec, stop: StopFlag(), ring: nil).pollerName == "epoll")
}
