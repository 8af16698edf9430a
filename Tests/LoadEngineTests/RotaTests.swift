import Platform
import Statistics
import Synchronization
import Testing

@testable import LoadEngine

/// Loads that take turns.
@Suite(.serialized, .bothPollers) struct RotaTests {
  /// The results of two loads that take turns in this order.
  private func run(
    order: [Int], milliseconds: Int, rate: Double? = nil, on servers: [ScriptedServer], stop: StopFlag? = nil
  ) throws -> [LoadResult] {
    let rota = Rota(order: order)
    let threads = try zip(rota.seats, servers).map { seat, server in
      var spec = Load.spec(server.port, connections: 2, duration: .milliseconds(milliseconds))
      spec.seat = seat
      if let rate { spec.pacing = .open(Arrivals(.constant(rate))) }
      return try PinnedThread(name: "load", cpu: nil) { [spec] in Result { try Load.run(spec, on: server) } }
    }
    return try threads.map { try $0.join().get() }
  }

  @Test func `loads that take turns are never under way at once, and keep their connections`() throws {
    let servers = try [ScriptedServer(answering: Load.ok), ScriptedServer(answering: Load.ok)]
    let results = try run(order: [0, 1, 1, 0, 0, 1], milliseconds: 60, on: servers)
    let slices = results.enumerated().flatMap { index, result in result.slices.map { (index, $0) } }
      .sorted { $0.1.startNanoseconds < $1.1.startNanoseconds }
    #expect(slices.map(\.0) == [0, 1, 1, 0, 0, 1])
    for (before, after) in zip(slices, slices.dropFirst()) {
      #expect(before.1.startNanoseconds + before.1.lengthNanoseconds <= after.1.startNanoseconds)
    }
    for result in results {
      #expect(result.windowNanoseconds == 60_000_000)
      #expect(result.connectionsOpened == 2)
      #expect(result.answered > 6 && result.sent == result.answered && result.unfinished == 0)
      #expect(result.latency.count == result.answered)
    }
  }

  @Test func `due times go on where the last slice ended`() throws {
    let servers = try [ScriptedServer(answering: Load.ok), ScriptedServer(answering: Load.ok)]
    let results = try run(order: [0, 1, 0, 1, 0, 1], milliseconds: 300, rate: 200, on: servers)
    for result in results {
      #expect(result.sent + result.unsent == 60)
      #expect(result.unsent == 0 && result.latency.count == 60)
    }
  }

  @Test func `what could not be sent in a slice is unsent, and not made up for in the next`() throws {
    let servers = try [
      ScriptedServer { _ in [.work(milliseconds: 20), .send(Load.ok)] }, ScriptedServer(answering: Load.ok),
    ]
    let results = try run(order: [0, 1, 0, 1], milliseconds: 200, rate: 500, on: servers)
    #expect(results[0].sent + results[0].unsent == 100)
    #expect(results[0].unsent > 60)
    #expect(results[1].sent == 100)
  }

  @Test func `a load that cannot begin leaves the turns to the others`() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let rota = Rota(order: [1, 0, 1, 0])
    rota.seats[1].leave()
    rota.seats[1].leave()
    var spec = Load.spec(server.port, connections: 1, duration: .milliseconds(20))
    spec.seat = rota.seats[0]
    let result = try Load.run(spec, on: server)
    #expect(result.slices.count == 2 && result.answered > 0)
  }
}
