import LoadEngine
import Platform
import Record
import Statistics
import TestSupport
import Testing

@testable import Contract
@testable import Orchestration

/// Connections that are held to servers which keep them, end them, or have no such route.
@Suite struct HeldConnectionsTests {
  private let settings = Plan.Load(connections: 1, workers: 1, appCPUs: [], generatorCPUs: [])

  private func workload(
    _ exchange: StreamWorkload.Exchange, at path: String, _ count: Int, isRead: Bool? = nil
  ) throws -> HeldWorkload {
    let requests = try #require(WorkloadCatalogue(contentsOf: Project.workloads).contract.first)
    return HeldWorkload(
      description: .init(
        name: "s", category: "held", summary: "", requests: "json-small", stream: "h", connections: count,
        isRead: isRead),
      requests: requests,
      stream: StreamWorkload(name: "h", category: "c", summary: "", path: path, exchange: exchange))
  }

  private func hold(
    _ workload: HeldWorkload, of script: String,
    meanwhile: (any HeldConnections) async throws -> Void = { _ in }
  ) async throws -> LoadFigures.Held {
    let server = try FixtureServer("streams/\(script).py")
    let address = try #require(AppAddress(host: "127.0.0.1", port: Int(server.port)))
    let held = try await LoadDriver(settings).hold(workload, at: address, stop: StopFlag())
    try await meanwhile(held)
    let figures = try await held.end(memoryBefore: nil)
    _ = try await held.end(memoryBefore: nil)
    withExtendedLifetime(server) {}
    return figures
  }

  private let events = StreamWorkload.Exchange.events(count: 3, intervalMilliseconds: 5)

  @Test func `event streams are open when they are held, and each event is the next one`() async throws {
    let held = try await hold(workload(events, at: "/sse", 100), of: "events") { _ in
      try await Task.sleep(for: .seconds(4))
    }
    #expect(held.asked == 100 && held.lost == 0 && held.misplaced == 0 && held.kept == 100)
    // The first one comes at once, and another one a second later.
    #expect(held.items >= 200 && held.gaps.count == held.items - 100)
    #expect(held.gaps.maximum ?? 0 > 900_000_000 && held.heldNanoseconds > 1_000_000_000)
    #expect(held.cpuNanoseconds > 0)
  }

  @Test func `WebSockets are open, more of them than are opened at once, and nothing is sent on them`()
    async throws
  {
    let messages = StreamWorkload.Exchange.messages(bytes: 1, isText: false, underWay: 1)
    let held = try await hold(workload(messages, at: "/echo", 150), of: "sockets")
    #expect(held.kept == 150 && held.items == 0 && held.gaps.count == 0)
  }

  @Test func `streams that end are lost, also when others come in their places`() async throws {
    let ending = try workload(events, at: "/sse?cut=2&rest=1", 1)
    let held = try await hold(ending, of: "events") { _ in try await Task.sleep(for: .seconds(4)) }
    #expect(held.lost >= 1 && held.kept == 0 && held.misplaced == 0)
  }

  @Test func `streams that nobody reads are open, and nothing is known of their events`() async throws {
    let held = try await hold(workload(events, at: "/sse", 5, isRead: false), of: "events")
    #expect(held.kept == 5 && held.items == 0 && held.heldNanoseconds >= 1_000_000_000)
    let mute = try workload(events, at: "/mute", 2, isRead: false)
    let failure = await #expect(throws: Trial.Failure.self) { _ = try await hold(mute, of: "events") }
    #expect(failure?.reason.contains("kept 0 of 2") == true, "\(failure as Any)")
  }

  @Test(arguments: ["events", "sockets"]) func `what a server does not keep is no beginning`(script: String)
    async throws
  {
    let exchange =
      script == "events" ? events : .messages(bytes: 1, isText: false, underWay: 1)
    let workload = try workload(exchange, at: "/none", 3)
    let failure = await #expect(throws: Trial.Failure.self) {
      _ = try await hold(workload, of: script)
    }
    #expect(failure?.stage == .measure)
    #expect(failure?.reason.hasPrefix("the app kept 0 of 3 connections open") == true, "\(failure as Any)")
  }
}
