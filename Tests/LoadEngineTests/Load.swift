import Platform
import Statistics
import Testing

@testable import LoadEngine

/// Loads as the tests drive them.
enum Load {
  /// The poller of the specs made here.
  @TaskLocal static var poller = PollerChoice.auto
  @TaskLocal static var batching: Batching?

  static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  static func get(_ path: String, accepting statuses: ClosedRange<Int> = 200...299) -> PreparedRequest {
    PreparedRequest(
      bytes: Array("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n".utf8), acceptedStatuses: statuses)
  }

  static func post(_ body: [UInt8]) -> PreparedRequest {
    PreparedRequest(
      bytes: Array("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body)
  }

  static func spec(
    _ port: UInt16, _ requests: [PreparedRequest] = [get("/")], connections: Int = 2,
    duration: Duration = .milliseconds(100)
  ) -> LoadSpec {
    var spec = LoadSpec(
      target: .loopback(port: port), requests: requests, connections: connections, poller: poller,
      duration: duration)
    spec.batching = batching
    return spec
  }

  /// Drives the load, checks what holds of every result, and stops the server.
  static func run(_ spec: LoadSpec, on server: ScriptedServer, stop: StopFlag? = nil) throws -> LoadResult {
    defer { server.stop() }
    return try run(spec, stop: stop)
  }

  static func run(_ spec: LoadSpec, stop: StopFlag? = nil) throws -> LoadResult {
    let result = try LoadEngine.run(spec, stop: stop ?? StopFlag())
    #expect(result.sent == result.answered + result.errors.total + result.unfinished)
    #expect(result.latency.count == UInt64(result.answered))
    #expect(result.answeredInWindow <= result.answered)
    #expect(result.errors[.wrongBody] == 0)
    #expect(result.windowStartNanoseconds > 0)
    #expect(spec.poller != .uring || result.pollerName.hasPrefix("io_uring"))
    #expect((spec.batching == nil) == !result.pollerName.contains("batches"))
    let endsEarly = result.wasStopped || spec.requestLimit != nil
    #expect(endsEarly || result.windowNanoseconds == spec.duration.wholeNanoseconds)
    #expect(result.workers.count == max(1, spec.cpus.count))
    #expect(result.generator.blockedNanoseconds > 0)
    return result
  }
}
