import Platform
import Statistics
import Testing

@testable import LoadEngine

/// A load as the tests drive it: how, and what it sends in rotation.
@dynamicMemberLookup
struct Load {
  /// The poller of the loads made here.
  @TaskLocal static var poller = PollerChoice.auto
  @TaskLocal static var batching: Batching?

  static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  var spec: LoadSpec
  var requests: [PreparedRequest]

  subscript<Value>(dynamicMember path: WritableKeyPath<LoadSpec, Value>) -> Value {
    get { spec[keyPath: path] }
    set { spec[keyPath: path] = newValue }
  }

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
  ) -> Load {
    let shape = LoadShape(target: .loopback(port: port), connections: connections, duration: duration)
    var load = Load(spec: LoadSpec(shape), requests: requests)
    load.poller = poller
    load.batching = batching
    return load
  }

  /// Drives the load, checks what holds of every result, and stops the server.
  static func run(_ load: Load, on server: ScriptedServer, stop: StopFlag? = nil) throws -> LoadResult {
    defer { server.stop() }
    return try run(load, stop: stop)
  }

  static func run(_ load: Load, stop: StopFlag? = nil) throws -> LoadResult {
    let result = try LoadEngine.run(load, stop: stop ?? StopFlag())
    check(result, of: load.spec)
    return result
  }

  /// Drives loads side by side, each on a thread of its own, and checks the same of their results.
  static func run(_ loads: [Load], stop: StopFlag? = nil) throws -> [LoadResult] {
    let results = try start(loads[...], stop: try stop ?? StopFlag()).map { try $0.get() }
    for (load, result) in zip(loads, results) { check(result, of: load.spec) }
    return results
  }

  /// Starts a thread for each load, and waits for what they measured; the first is the one that can be stopped.
  private static func start(
    _ loads: ArraySlice<Load>, stop: StopFlag
  ) throws -> [Result<LoadResult, any Error>] {
    guard let load = loads.first else { return [] }
    let thread = try PinnedThread(name: "test", cpu: nil) {
      Result { try LoadEngine.run(load, stop: stop) }
    }
    let others = try start(loads.dropFirst(), stop: StopFlag())
    return [thread.join()] + others
  }

  /// Drives a load of another source than the rotation.
  static func run<Source: RequestSource & ~Copyable>(
    _ spec: LoadSpec, on server: ScriptedServer, source: @escaping @Sendable (WorkerShare) -> Source
  ) throws -> LoadResult {
    defer { server.stop() }
    let result = try LoadEngine.run(spec, stop: StopFlag(), ring: LoadEngine.ringProblem(), source: source)
    check(result, of: spec)
    return result
  }

  private static func check(_ result: LoadResult, of spec: LoadSpec) {
    #expect(result.sent == result.answered + result.errors.total + result.unfinished)
    #expect(result.latency.count == UInt64(result.answered - result.untimed))
    #expect(result.answeredInWindow <= result.answered)
    #expect(result.errors[.wrongBody] == 0)
    #expect(result.windowStartNanoseconds > 0)
    #expect(spec.poller != .uring || result.pollerName.hasPrefix("io_uring"))
    #expect((spec.batching == nil) == !result.pollerName.contains("batches"))
    // Users may all be over before the window is.
    let endsEarly = result.wasStopped || spec.requestLimit != nil || result.sessions != nil
    // A slice of a closed loop goes on to an answer.
    let isExact = spec.seat == nil || spec.pacing != .closed
    let length = spec.duration.wholeNanoseconds
    #expect(endsEarly || result.windowNanoseconds == length || !isExact && result.windowNanoseconds > length)
    #expect(result.workers.count == max(1, spec.cpus.count))
    #expect(result.generator.blockedNanoseconds > 0)
  }
}

extension LoadEngine {
  static func run(_ load: Load, stop: StopFlag) throws -> LoadResult {
    try run(load.spec, sending: load.requests, stop: stop)
  }

  static func run(_ load: Load, stop: StopFlag, ring: SystemError?) throws -> LoadResult {
    try run(load.spec, stop: stop, ring: ring) {
      RotatingSource(load.requests, connections: $0.connections, copies: load.pipelineDepth)
    }
  }
}
