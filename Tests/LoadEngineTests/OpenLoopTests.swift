import Glibc
import Platform
import Statistics
import Testing

@testable import LoadEngine

@Suite(.serialized, .bothPollers) struct OpenLoopTests {
  private func spec(_ port: UInt16, rate: Double, connections: Int, milliseconds: Int) -> Load {
    var spec = Load.spec(port, connections: connections, duration: .milliseconds(milliseconds))
    spec.pacing = .open(Arrivals(.constant(rate)))
    return spec
  }

  @Test func `every request that is due is sent, no more and no fewer`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let result = try Load.run(spec(server.port, rate: 500, connections: 8, milliseconds: 400), on: server)
    // Those of a window's end may be missed by a machine that gives us no processor then.
    #expect(result.sent + result.unsent == 200 && result.unsent < 50 && result.answered == result.sent)
    #expect(server.records.count == result.sent)
    #expect(result.lateness.count == UInt64(result.sent))
    #expect(result.uncorrectedLatency.count == UInt64(result.sent))
  }

  @Test func `a server that cannot keep up leaves requests late and unsent, and the clock runs on`() throws {
    let server = try ScriptedServer { _ in [.work(milliseconds: 20), .send(Load.ok)] }
    // One connection serves 50 a second at the most, of 500 that are due.
    let result = try Load.run(spec(server.port, rate: 500, connections: 1, milliseconds: 400), on: server)
    #expect(result.sent + result.unsent == 200)
    #expect(result.sent <= 21 && result.sent == server.records.count)
    #expect(result.windowNanoseconds == 400_000_000)
    // The last request sent was due a tenth of the way, so that it was late by most of the window; without the correction
    // it seems to have taken the server's 20 ms.
    #expect(result.lateness.maximum ?? 0 > 200_000_000)
    #expect(result.latency.maximum ?? 0 > 200_000_000)
    let seeming = try #require(result.uncorrectedLatency.percentile(50))
    #expect(seeming >= 20_000_000 && 2 * seeming < result.latency.percentile(50) ?? 0)
  }

  @Test func `in ticks requests are late by at most about one, and none is lost`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    var spec = spec(server.port, rate: 400, connections: 8, milliseconds: 600)
    let tick: UInt64 = 30_000_000
    spec.tick = .nanoseconds(Int64(tick))
    spec.slowestRequests = 240
    let result = try Load.run(spec, on: server)
    #expect(result.sent + result.unsent == 240 && result.slowest.count == result.answered)
    // Most are sent at the first tick after they were due, which are those of the clock, and not before; some as an answer wakes the
    // worker, and what is later is the machine's.
    let beyond = result.slowest.map { request in
      Int(request.sentNanoseconds) - Int((request.dueNanoseconds + tick - 1) / tick * tick)
    }.sorted()
    #expect((0..<Int(tick) / 2).contains(beyond[beyond.count / 2]), "\(beyond)")
  }

  @Test func `a stall is in the latency of every request that was due meanwhile`() throws {
    let server = try ScriptedServer { request in
      request.index == 50 ? [.work(milliseconds: 200), .send(Load.ok)] : [.send(Load.ok)]
    }
    let result = try Load.run(spec(server.port, rate: 500, connections: 1, milliseconds: 600), on: server)
    #expect(result.answered + result.unsent == 300)
    let slow = result.latency.entries.filter { $0.lowestValue > 20_000_000 }.map(\.count).reduce(0, +)
    let seemingly = result.uncorrectedLatency.entries.filter { $0.lowestValue > 20_000_000 }.map(\.count)
      .reduce(0, +)
    // 200 ms at 500/s: 100 requests were due, of which about 90 waited for more than 20 ms.
    #expect(slow >= 80)
    // A stall of the machine is one as well: one request seems to have met it, and all that were due meanwhile have.
    #expect(4 * seemingly <= slow, "\(seemingly) of \(slow)")
  }

  @Test func `what is due while there is no connection is a request that failed`() throws {
    let port = try ScriptedServer.closedPort()
    var load = spec(port, rate: 200, connections: 2, milliseconds: 200)
    let cut = try Load.run(load)
    #expect(cut.errors[.connect] == cut.sent && cut.sent > 1 && cut.sent + cut.unsent == 40)
    load.requestLimit = 3
    load.duration = LoadShape.endless
    let whole = try Load.run(load)
    #expect(whole.sent == 3 && whole.errors[.connect] == 3 && whole.unsent == 0)
  }

  @Test func `bytes after the answer count in both loops, with it or on the idle connection`() throws {
    let late = try ScriptedServer { _ in
      [.send(Load.ok), .work(milliseconds: 20), .send("more"), .work(milliseconds: 20)]
    }
    var open = spec(late.port, rate: 4, connections: 1, milliseconds: 900)
    open.requestLimit = 2
    let idle = try Load.run(open, on: late)
    #expect(idle.answered == 2 && idle.surplusBytes == 4 && idle.firstMalformation == .surplus)
    let early = try ScriptedServer(answering: Load.ok + "more")
    defer { early.stop() }
    for pacing in [Pacing.closed, open.pacing] {
      var load = Load.spec(early.port, connections: 1, duration: .milliseconds(10))
      load.pacing = pacing
      let result = try Load.run(load)
      #expect(result.sent > 0 && result.errors[.malformed] == result.sent)
      #expect(result.surplusBytes == 4 * result.sent)
    }
  }

  @Test func `a rate that nobody reaches ends at once when it is told to, and every request is counted`()
    throws
  {
    let server = try ScriptedServer(answering: Load.ok)
    let stop = try StopFlag()
    try startThread("stop") {
      usleep(100_000)
      stop.raise()
    }
    let begin = MonotonicClock().nanoseconds
    let result = try Load.run(
      spec(server.port, rate: 1e12, connections: 2, milliseconds: 3_600_000), on: server, stop: stop)
    // A thousand are due in each nanosecond; to count those of a tenth of a second one by one takes minutes.
    #expect(result.wasStopped && MonotonicClock().nanoseconds - begin < 60_000_000_000)
    #expect(abs(result.sent + result.unsent - Int(result.windowNanoseconds) * 1000) <= 1000)
  }

  @Test func `a limit on requests ends the window when they are answered`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    var spec = Load.spec(server.port, connections: 3, duration: .seconds(20))
    spec.requestLimit = 100
    defer { server.stop() }
    let result = try LoadEngine.run(spec, stop: StopFlag())
    #expect(result.sent == 100 && result.answered == 100 && result.windowNanoseconds < 10_000_000_000)
  }
}

@Test(arguments: [
  (due: UInt64(1), tick: UInt64(20), wakes: UInt64(20)), (19, 20, 20), (20, 20, 20), (21, 20, 40), (0, 20, 0),
  (1_000_000, 0, 1_000_000 - Awakening.spinNanoseconds), (5, 0, 0), (.max, 0, .max), (.max, 20, .max),
]) func `the worker wakes up before a request is due, or at the first tick from then on`(
  due: UInt64, tick: UInt64, wakes: UInt64
) {
  #expect(Awakening(tickNanoseconds: tick).time(for: due) == wakes)
}
