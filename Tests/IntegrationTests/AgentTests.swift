import AdapterProtocol
import Foundation
import Platform
import Record
import Testing

@testable import Orchestration

/// What the host reads of apps that do a known amount of work, in several processes of which some end.
@Suite(.serialized) struct AgentTests {
  /// An app with its adapter, and the host's reader of it.
  private struct Subject {
    let adapter: Adapter
    let app: AppStartResponse
    let metrics: AppMetrics

    init(_ adapter: Adapter, workers: Int) async throws {
      self.adapter = adapter
      app = try await adapter.start(workers: workers)
      metrics = adapter.reader(of: app)
    }

    func read() async throws -> AppReading { try await adapter.read(app, with: metrics) }

    /// The first reading of which `isWanted` holds: some agents write within 100 ms.
    func read(until isWanted: (AppReading) throws -> Bool) async throws -> AppReading {
      for _ in 0..<6000 {
        let reading = try await read()
        if try isWanted(reading) { return reading }
        usleep(10_000)
      }
      return try await read()
    }

    /// The worker that answered.
    func get(_ target: String) throws -> Int32 { try #require(Int32(app.get(target))) }
  }

  /// The metric that counts collections, in which full ones of V8 alone are not the runtime's own choice.
  private static let collections = [
    "python": "python.gc.collections", "ruby": "ruby.gc.collections", "node": "node.gc.major",
  ]

  @Test(arguments: ["python", "ruby", "node"])
  func `collections of forked workers are counted exactly, and stay counted when a worker ends`(
    name: String
  ) async throws {
    let subject = try await Subject(Adapter(forking: name), workers: 3)
    let counter = try #require(Self.collections[name])
    var workers: Set<Int32> = []
    for _ in 0..<200 where workers.count < 3 { workers.insert(try subject.get("/")) }
    let begin = MonotonicClock().nanoseconds
    let first = try await subject.read { $0.processes.count == 4 && !$0.unavailable.contains(counter) }
    for _ in 0..<20 { _ = try subject.get("/collect?5") }
    let second = try await subject.read { try $0.value(counter) >= first.value(counter) + 100 }
    #expect(try second.value(counter) - first.value(counter) == 100)
    #expect(workers.count == 3 && workers.isSubset(of: second.processes))
    let time = counter.replacing("collections", with: "time").replacing("major", with: "major_time")
    let spent = try second.value(time) - first.value(time)
    #expect((1...Double(MonotonicClock().nanoseconds - begin)).contains(spent), "one request at a time")

    let ended = try subject.get("/end")
    _ = try subject.get("/collect?3")
    let third = try await subject.read {
      try !$0.processes.contains(ended) && $0.value(counter) >= second.value(counter) + 3
    }
    #expect(second.processes.subtracting(third.processes) == [ended])
    #expect(try third.value(counter) - second.value(counter) == 3)
    for name in subject.metrics.counters where !second.unavailable.contains(name) {
      #expect(try third.value(name) >= second.value(name), "\(name)")
    }
    let heap = ["ruby": "ruby.heap.live_slots", "node": "node.heap.limit"][name]
    if let heap { #expect(try third.value(heap) < second.value(heap), "of one process less") }
    await subject.adapter.end()
  }

  @Test(arguments: [("python", "gil", 150, 15e6), ("ruby", "gvl", 350, 80e6)])
  func `waits for the lock in a worker are counted, and the longest is that of the time between two readings`(
    name: String, lock: String, milliseconds: Int, least: Double
  ) async throws {
    let subject = try await Subject(Adapter(forking: name), workers: 2)
    let clock = MonotonicClock()
    var before = try await subject.read()
    _ = subject.metrics.takeEvents()
    for _ in 0..<2 {
      let begin = clock.nanoseconds
      // Two threads use so much processor time each, in turns: one of them waits while the other one works.
      let worker = try subject.get("/busy?\(milliseconds)")
      let after = try await subject.read()
      let elapsed = Double(clock.nanoseconds - begin)
      let growth = { (what: String) in
        try after.value("\(name).\(lock).\(what)") - before.value("\(name).\(lock).\(what)")
      }
      let (wait, contended) = (try growth("wait"), try growth("contended"))
      #expect((least...2 * elapsed).contains(wait) && (least...elapsed).contains(contended))
      let waits = try growth("waits")
      #expect(contended <= wait && (1...wait / 1000).contains(waits))
      let longest = try after.value("\(name).\(lock).longest")
      #expect((1_000_000...wait).contains(longest))
      let events = subject.metrics.takeEvents().filter { $0.kind == "\(lock)_wait" && $0.pid == Int(worker) }
      #expect(events.map { Double($0.durationNanoseconds) }.max() == longest)
      #expect(
        events.allSatisfy {
          $0.timeNanoseconds + $0.durationNanoseconds > Int(begin)
            && $0.timeNanoseconds + $0.durationNanoseconds < Int(clock.nanoseconds)
        })
      before = after
    }
    #expect(try await subject.read().value("\(name).\(lock).longest") == 0)
    #expect(subject.metrics.takeEvents() == [])
    await subject.adapter.end()
  }

  @Test
  func `a stall of an event loop is told once, and the longest is that of the time between two readings`()
    async throws
  {
    let clock = MonotonicClock()
    let start = Int(clock.nanoseconds)
    let subject = try await Subject(Adapter(forking: "node"), workers: 2)
    var before = try await subject.read { $0.unavailable == ["network.received", "network.sent"] }
    _ = subject.metrics.takeEvents()
    var told: [TrialSeries.Event] = []
    for milliseconds in [200, 100] {
      let begin = clock.nanoseconds
      let worker = try subject.get("/block?\(milliseconds)")
      var events: [TrialSeries.Event] = []
      // A loop that was late before, on a busy machine, may be told of now.
      let isBlock = { (event: TrialSeries.Event) in
        event.kind == "stall" && event.pid == Int(worker)
          && event.durationNanoseconds >= (milliseconds - 25) * 1_000_000
          && event.timeNanoseconds + event.durationNanoseconds > Int(begin)
      }
      for _ in 0..<6000 where !events.contains(where: isBlock) {
        usleep(10_000)
        events += subject.metrics.takeEvents()
      }
      let end = Int(clock.nanoseconds)
      let event = try #require(events.first(where: isBlock))
      #expect(event.timeNanoseconds > Int(begin) - 20_000_000)
      #expect(event.timeNanoseconds + event.durationNanoseconds < end)
      let after = try await subject.read()
      let longest = try after.value("node.loop.lag_longest")
      // The stall may have begun up to a tick of 20 ms before the loop was late.
      #expect(longest >= Double(event.durationNanoseconds) - 20.1e6)
      // Another of the three loops may be late since before the block.
      let life = Double(Int(clock.nanoseconds) - start)
      #expect(longest <= life)
      #expect(try after.value("node.loop.lag_p99") <= longest)
      let stalled = try after.value("node.loop.stalled") - before.value("node.loop.stalled")
      #expect(stalled >= Double(event.durationNanoseconds))
      #expect(stalled <= 3 * life)
      told += events
      before = after
    }
    let quiet = try await subject.read { try $0.value("node.loop.lag_longest") < 75e6 }
    #expect(try quiet.value("node.loop.lag_longest") < 75e6)
    #expect(subject.metrics.takeEvents().allSatisfy { !told.contains($0) })
    await subject.adapter.end()
  }

  @Test(arguments: [1, 2])
  func `a request of Rust's app allocates the same each time, and its workers are told apart from it`(
    workers: Int
  ) async throws {
    let subject = try await Subject(Adapter("rust"), workers: workers)
    let first = try await subject.read()
    #expect(try first.value("tokio.workers") == Double(workers))
    #expect((1..<10e6).contains(try first.value("rust.alloc.live")))
    var readings = [first]
    for count in [100, 100, 200] {
      for _ in 0..<count { #expect(try subject.app.get("/path/int/7") == #"{"id":7}"#) }
      readings.append(try await subject.read())
    }
    let growth = { (name: String, index: Int) in
      try readings[index + 1].value(name) - readings[index].value(name)
    }
    // What the first requests prepare is there; a request with its connection always allocates the same.
    let (some, twice) = (try growth("rust.alloc.count", 1), try growth("rust.alloc.count", 2))
    #expect(some >= 100 && abs(twice - 2 * some) <= some / 25, "\(some) and \(twice)")
    let bytes = try growth("rust.alloc.bytes", 2) / twice
    #expect((8..<64_000).contains(bytes), "\(bytes) bytes each")
    let parks = try readings[3].value("tokio.parks") - first.value("tokio.parks")
    #expect((1...100_000).contains(parks))
    await subject.adapter.end()
  }
}
