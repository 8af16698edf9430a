import Platform
import Statistics
import Testing

@testable import LoadEngine

@Suite(.bothPollers) struct ClosedLoopTests {
  @Test("the server and the result count the same requests and bytes")
  func counts() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let spec = Load.spec(server.port, connections: 4)
    let result = try Load.run(spec, on: server)
    #expect(result.answered > 4)
    #expect(result.sent == server.records.count)
    #expect(result.errors == ErrorLedger())
    #expect(result.unfinished == 0)
    #expect(result.answered - result.answeredInWindow <= 4)
    #expect(result.statusCounts == [200: result.answered])
    #expect(result.connectionsOpened == 4)
    #expect(result.bytesSent == result.sent * spec.requests[0].bytes.count)
    #expect(result.bytesReceived == result.answered * Load.ok.utf8.count)
    #expect(result.latency.minimum ?? 0 > 0)
    #expect(result.generator.cpuUserNanoseconds + result.generator.cpuSystemNanoseconds > 0)
    #expect(result.generator.blockedNanoseconds < result.windowNanoseconds * 2)
    #expect(!result.wasStopped)
  }

  @Test("the latencies within a window are those of all connections, however short it is")
  func underWay() throws {
    // Every answer takes half as long again as the window.
    let server = try ScriptedServer { _ in [.work(milliseconds: 150), .send(Load.ok)] }
    let result = try Load.run(Load.spec(server.port, connections: 4), on: server)
    #expect(result.answered == 4 && result.answeredInWindow == 0 && result.openNanoseconds == 0)
    let latencies = (result.latency.mean ?? 0) * Double(result.answered)
    let window = Double(4 * result.windowNanoseconds)
    #expect(latencies / window > 1.4)
    let share = (latencies - Double(result.overhangNanoseconds)) / window
    #expect(share < 1.002 && share > 0.5, "\(share)")
  }

  @Test("requests without an answer were under way until the window's end")
  func open() throws {
    let server = try ScriptedServer { _ in [.hang] }
    var spec = Load.spec(server.port, connections: 3)
    spec.drainLimit = .milliseconds(20)
    let result = try Load.run(spec, on: server)
    #expect(result.unfinished == 3 && result.overhangNanoseconds == 0)
    let share = Double(result.openNanoseconds) / (3 * Double(result.windowNanoseconds))
    #expect(share <= 1 && share > 0.5, "\(share)")
  }

  @Test("without keep-alive every request has a connection of its own")
  func noKeepAlive() throws {
    let server = try ScriptedServer(answering: Load.ok)
    defer { server.stop() }
    var spec = Load.spec(server.port, connections: 3, duration: .seconds(20))
    spec.keepsConnections = false
    spec.requestLimit = 30
    let result = try LoadEngine.run(spec, stop: StopFlag())
    #expect(result.sent == 30 && result.answered == 30)
    #expect(Set(server.records.map(\.connection)).count == result.sent)
  }

  @Test("each connection sends all variants in rotation, starting with its own")
  func rotation() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let paths = ["/a", "/b", "/c", "/d"]
    let result = try Load.run(Load.spec(server.port, paths.map { Load.get($0) }, connections: 4), on: server)
    #expect(result.sent == server.records.count)
    let sequences = Dictionary(grouping: server.records, by: \.connection).values.map { $0.map(\.path) }
    for sequence in sequences {
      let first = try #require(paths.firstIndex(of: sequence[0]))
      #expect(sequence == sequence.indices.map { paths[(first + $0) % 4] })
    }
    #expect(Set(sequences.map { $0[0] }) == Set(paths))
  }

  @Test("two pinned workers share the connections and meet in one result")
  func workers() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let allowed = try CPUTopology.current().allowed
    let paths = ["/a", "/b", "/c", "/d", "/e"]
    var spec = Load.spec(server.port, paths.map { Load.get($0) }, connections: 5)
    spec.canaries = CanaryPlan(stride: 1, maximumCount: 4, maximumBytes: 1 << 20)
    spec.cpus = [allowed[0], allowed[allowed.count - 1]]
    let progress = LoadProgress()
    spec.progress = progress
    let result = try Load.run(spec, on: server)
    #expect(result.sent == server.records.count)
    #expect(result.connectionsOpened == 5)
    #expect(progress.answered == result.answered)
    #expect(progress.windowStartNanoseconds ?? 0 >= result.windowStartNanoseconds)
    let sequences = Dictionary(grouping: server.records, by: \.connection).values
    #expect(sequences.count == 5 && Set(sequences.map { $0[0].path }) == Set(paths))
    #expect((1...4).contains(result.canaries.count))
    #expect(result.errors.total == 0)
    #expect(
      result.generator.cpuSystemNanoseconds == result.workers.reduce(0) { $0 + $1.cpuSystemNanoseconds })
  }

  @Test("workers without connections are not started")
  func shares() {
    var spec = Load.spec(1, connections: 3)
    spec.cpus = [0, 1, 2, 3, 4]
    #expect(WorkerShare.shares(of: spec.shape).map(\.connections) == [0..<1, 1..<2, 2..<3])
    #expect(spec.shape.workerCount == 3)
    spec.cpus = [6, 7]
    spec.canaries = CanaryPlan(stride: 1, maximumCount: 3, maximumBytes: 101)
    let shares = WorkerShare.shares(of: spec.shape)
    #expect(shares.map(\.connections) == [0..<1, 1..<3])
    let canaries = shares.map { spec.canaries.part(of: $0) }
    #expect(shares.map(\.cpu) == [6, 7])
    #expect(canaries.map(\.maximumCount) == [1, 2])
    #expect(canaries.map(\.maximumBytes) == [50, 51])
  }

  @Test("answers that come after the window count, but not in it")
  func draining() throws {
    let server = try ScriptedServer { _ in [.work(milliseconds: 600), .send(Load.ok)] }
    let result = try Load.run(
      Load.spec(server.port, connections: 3, duration: .milliseconds(200)), on: server)
    #expect(result.sent == 3)
    #expect(result.answered == 3)
    #expect(result.answeredInWindow == 0)
  }

  @Test("requests without an answer when draining ends are unfinished")
  func unfinished() throws {
    let server = try ScriptedServer { _ in [.hang] }
    var spec = Load.spec(server.port, connections: 3, duration: .milliseconds(200))
    spec.drainLimit = .milliseconds(20)
    let result = try Load.run(spec, on: server)
    #expect(result.sent == 3)
    #expect(result.unfinished == 3)
  }

  @Test("answers are waited for no longer than is needed to come to rest, where there was one")
  func rest() throws {
    func unfinished(slow: Range<Int>) throws -> Int {
      let server = try ScriptedServer { request in
        slow.contains(request.connection) ? [.work(milliseconds: 1000), .send(Load.ok)] : [.send(Load.ok)]
      }
      var spec = Load.spec(server.port, connections: 3, duration: .milliseconds(300))
      (spec.drainLimit, spec.restLimit) = (.seconds(20), .milliseconds(20))
      return try Load.run(spec, on: server).unfinished
    }
    #expect(try unfinished(slow: 1..<3) >= 2)
    #expect(try unfinished(slow: 0..<3) == 0)
  }

  @Test("raising the stop flag ends the run at once with what was counted")
  func stop() throws {
    let stop = try StopFlag()
    let server = try ScriptedServer { request in
      if request.index == 10 { stop.raise() }
      return [.send(Load.ok)]
    }
    let result = try Load.run(Load.spec(server.port, duration: .seconds(3600)), on: server, stop: stop)
    #expect(result.wasStopped)
    #expect(result.answered >= 10)
    #expect(result.unfinished <= 2)
    #expect(result.windowNanoseconds < 3_600_000_000_000)
  }

  @Test("a run that is stopped before it starts sends nothing")
  func stoppedBefore() throws {
    let stop = try StopFlag()
    stop.raise()
    let server = try ScriptedServer(answering: Load.ok)
    defer { server.stop() }
    let result = try LoadEngine.run(Load.spec(server.port), stop: stop)
    #expect(result.wasStopped)
    #expect(result.sent == 0)
  }

  @Test("a processor that is not allowed is an error that names those that are")
  func cpuNotAllowed() throws {
    var spec = Load.spec(1)
    spec.cpus = [8191]
    let allowed = try CPUTopology.current().allowed
    let error = #expect(throws: LoadError.self) { try LoadEngine.run(spec, stop: StopFlag()) }
    #expect(error == .cpuNotAllowed(cpu: 8191, allowed: allowed))
    #expect(error?.description.contains("CPU 8191") == true)
  }

  @Test("more connections than files may be open are refused with the remedy")
  func descriptorLimit() {
    let error = #expect(throws: LoadError.self) {
      try LoadEngine.run(Load.spec(1, connections: 2_000_000_000), stop: StopFlag())
    }
    guard case .tooFewDescriptors(let needed, let hardLimit) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed > 2_000_000_000)
    #expect(needed > hardLimit)
    #expect(error?.description.contains("`ulimit -n \(needed)`") == true)
  }
}
