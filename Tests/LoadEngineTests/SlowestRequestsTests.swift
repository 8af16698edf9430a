import Platform
import SeededRandom
import Statistics
import Synchronization
import Testing

@testable import LoadEngine

@Suite struct SlowestKeeperTests {
  @Test(arguments: [0, 1, 2, 7, 100, 1000])
  func `it keeps what sorting would have kept, with ties and in any order`(capacity: Int) {
    var random = SeededGenerator(seed: UInt64(capacity))
    var keeper = SlowestKeeper(capacity: capacity)
    let latencies = (0..<500).map { _ in UInt64(random.integer(in: 1...200)) }
    for (index, latency) in latencies.enumerated() where latency > keeper.threshold {
      let due = UInt64(index) * 1000
      keeper.keep(
        SlowRequest(
          dueNanoseconds: due, sentNanoseconds: due, endNanoseconds: due + latency, connection: 0, variant: 0)
      )
    }
    let requests = keeper.requests
    #expect(
      requests.map(\.latencyNanoseconds).sorted(by: >) == Array(latencies.sorted(by: >).prefix(capacity)))
    #expect(requests.allSatisfy { latencies[Int($0.dueNanoseconds) / 1000] == $0.latencyNanoseconds })
  }
}

@Suite(.serialized, .bothPollers) struct SlowestRequestsTests {
  /// What every load's slowest requests are.
  private static func check(_ result: LoadResult, _ spec: Load) {
    let slowest = result.slowest
    #expect(slowest.count == min(result.answered, spec.slowestRequests))
    #expect(slowest.first?.latencyNanoseconds == result.latency.maximum)
    #expect(slowest == slowest.sorted(by: SlowRequest.precedes))
    for request in slowest {
      #expect(request.dueNanoseconds >= result.windowStartNanoseconds)
      #expect(request.dueNanoseconds <= request.sentNanoseconds)
      #expect(request.sentNanoseconds < request.endNanoseconds)
      #expect((0..<spec.connections).contains(Int(request.connection)))
      #expect(spec.requests.indices.contains(Int(request.variant)))
    }
  }

  private static func histogram(_ values: [UInt64]) -> Histogram {
    var recorder = HistogramRecorder()
    for value in values { recorder.record(value) }
    return recorder.snapshot()
  }

  /// Loads of every kind, whose requests are all kept.
  private static let kinds: [(String, @Sendable (inout Load) throws -> Void)] = [
    ("closed", { _ in }),
    ("without keep-alive", { $0.keepsConnections = false }),
    ("pipelined", { $0.pipelineDepth = 3 }),
    ("kernel stamps", { $0.stampsReceives = true }),
    ("open", { $0.pacing = .open(Arrivals(.constant(800), .poisson(seed: 4))) }),
    (
      "two workers",
      {
        let allowed = try CPUTopology.current().allowed
        $0.cpus = [allowed[0], allowed[allowed.count - 1]]
      }
    ),
  ]

  @Test(arguments: kinds.indices) func `with room for all, they are the load's latencies`(kind: Int) throws {
    let server = try ScriptedServer(answering: Load.ok)
    var spec = Load.spec(
      server.port, ["/a", "/b", "/c"].map { Load.get($0) }, connections: 4, duration: .milliseconds(60))
    spec.requestLimit = 5000
    spec.slowestRequests = 5000
    try Self.kinds[kind].1(&spec)
    let result = try Load.run(spec, on: server)
    #expect(result.answered > 10)
    Self.check(result, spec)
    let slowest = result.slowest
    #expect(Self.histogram(slowest.map(\.latencyNanoseconds)) == result.latency)
    let uncorrected = slowest.map { $0.endNanoseconds - $0.sentNanoseconds }
    #expect(Self.histogram(uncorrected) == result.uncorrectedLatency)
    #expect(Set(slowest.map(\.connection)) == [0, 1, 2, 3] || kind == 4)
  }

  @Test func `over TLS as well`() throws {
    let server = try TLSServer("TLSv1_3")
    var spec = Load.spec(server.port, duration: .seconds(20))
    spec.tls = TLSSettings(serverName: "localhost")
    spec.tls?.authoritiesFile = TLSServer.authorities
    spec.requestLimit = 100
    spec.slowestRequests = 40
    let result = try LoadEngine.run(spec, stop: StopFlag())
    Self.check(result, spec)
    #expect(result.slowest.count == 40)
  }

  @Test(arguments: [false, true]) func `their times are those of the server's clock`(stamps: Bool) throws {
    let stall = Mutex<Range<UInt64>?>(nil)
    let server = try ScriptedServer { request in
      guard request.index == 20 else { return [.send(Load.ok)] }
      let begin = MonotonicClock().nanoseconds
      while MonotonicClock().nanoseconds < begin + 60_000_000 {}
      stall.withLock { $0 = begin..<MonotonicClock().nanoseconds }
      return [.send(Load.ok)]
    }
    var spec = Load.spec(server.port, connections: 1, duration: .milliseconds(200))
    spec.requestLimit = 5000
    spec.slowestRequests = 5000
    spec.stampsReceives = stamps
    let result = try Load.run(spec, on: server)
    Self.check(result, spec)
    let stalled = try #require(stall.withLock { $0 })
    // The machine may have held up others for longer, but the only connection waited for no other answer meanwhile.
    let held = result.slowest.filter {
      $0.sentNanoseconds < stalled.lowerBound && stalled.upperBound < $0.endNanoseconds
    }
    #expect(held.count == 1)
    #expect(result.slowest.count { stalled.overlaps($0.sentNanoseconds..<$0.endNanoseconds) } == 1)
  }

  @Test func `none are kept unless asked for`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let result = try Load.run(Load.spec(server.port), on: server)
    #expect(result.slowest.isEmpty)
  }
}
