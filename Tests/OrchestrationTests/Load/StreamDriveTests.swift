import Contract
import Foundation
import LoadEngine
import Platform
import Record
import Statistics
import TestSupport
import Testing

@testable import Orchestration

/// Streams of the contract as trials drive them.
@Suite struct StreamDriveTests {
  private func drive(
    _ name: String, of script: String, rate: Double? = nil, connections: Int = 3
  ) async throws -> LoadFigures {
    let server = try FixtureServer("streams/\(script).py")
    let catalogue = try WorkloadCatalogue(contentsOf: Project.workloads)
    let workload = PreparedWorkload(try catalogue.workload(named: name), variants: 4, seed: 3)
    let address = try #require(AppAddress(host: "127.0.0.1", port: Int(server.port)))
    let window = LoadWindow(seconds: 1, offer: rate.map { .init(rate: $0, poissonSeed: nil) })
    let settings = Plan.Load(
      connections: connections, workers: 1, appCPUs: [], generatorCPUs: [], variants: 4)
    return try await LoadDriver(settings).drive(
      workload, at: address, window, stop: StopFlag(), progress: nil)
  }

  @Test(arguments: [nil, 10]) func `streams end as they should, and tell of events`(rate: Double?)
    async throws
  {
    let load = try await drive("sse-ticks", of: "events", rate: rate)
    let streams = try #require(load.streams)
    #expect(load.errorCount == 0 && load.answered > 3 && streams.items == 3 * load.answered)
    #expect(load.canaries.checked > 0 && load.canaries.wrong == 0, "\(load.canaries)")
    let figures = HTTPMeasures.figures(of: load, metrics: [:], startupNanoseconds: nil)
    let gap = try #require(figures[Key("between events p50")])
    #expect(gap >= 4e6 && figures[Key("handshake p50")] == nil)
    let events = try #require(figures[.eventRate])
    #expect(events >= 2 * load.requestsPerSecond && figures[Key("first event p99")] == nil)
  }

  @Test func `messages come back, each of them looked at, many at once only in a closed loop`() async throws {
    let load = try await drive("ws-512-x8", of: "sockets")
    #expect(load.errorCount == 0 && load.answered >= 24 && load.pipelineDepth == 8)
    #expect(load.canaries.checked == load.answered && load.canaries.wrong == 0)
    #expect(load.bytesReceived >= 512 * load.answered && load.webSocket?.handshakes.count == 3)
    let offered = try await drive("ws-512", of: "sockets", rate: 40)
    #expect(offered.errorCount == 0 && offered.answered > 10 && offered.pipelineDepth == nil)
    let figures = HTTPMeasures.figures(
      of: try await drive("ws-16", of: "sockets", connections: 8), metrics: [:], startupNanoseconds: nil)
    #expect(figures[Key("handshake p50")] ?? 0 > 0 && figures[.eventRate] == nil)
  }
}
