import AdapterProtocol
import Foundation
import Platform
import TestSupport
import Testing

@testable import Orchestration

private func metric(_ name: String, page: MetricPage? = nil) -> MetricDescriptor {
  MetricDescriptor(
    name: name, unit: "count", kind: .counter, better: .lower, description: "a test's", page: page)
}

private let nothing = MetricsReadResponse(values: [:], unavailable: [:])

@Suite struct AppMetricsTests {
  @Test func `every metric that is described is told, or why it is not`() throws {
    let folder = try PageFolder()
    try folder.write("gc.1", totals: [0: 12])
    let metrics = [
      metric("gc", page: .init(kind: "gc", slot: 0)), metric("gil", page: .init(kind: "gil", slot: 0)),
      metric("gvl", page: .init(kind: "gvl", slot: 0)), metric("pool"), metric("silent"), metric("cpu.total"),
    ]
    let told = MetricsReadResponse(values: ["pool": 3, "cpu.total": -1], unavailable: ["gil": "no compiler"])
    let app = AppMetrics(root: getpid(), agentFolder: folder.path, metrics: metrics)
    let reading = app.read(with: told)
    let names = ProcessMetrics.descriptors.map(\.name) + ["gc", "gil", "gvl", "pool", "silent"]
    #expect(reading.metrics.keys.sorted() == names.sorted())
    #expect(AppMetrics.descriptors(with: metrics).map(\.name) == names)
    #expect(reading.metrics["gc"] == .value(12) && reading.metrics["pool"] == .value(3))
    #expect(reading.metrics["gil"] == .unavailable("no compiler"))
    #expect(reading.metrics["silent"] == .unavailable("the adapter does not tell it"))
    #expect(
      reading.metrics["gvl"]
        == .unavailable("no process of the app has the agent (gvl); is its runtime one that it knows?"))
    guard case .value(let processor)? = reading.metrics["cpu.total"],
      case .unavailable(let reason)? = reading.metrics["network.sent"]
    else {
      Issue.record("\(reading)")
      return
    }
    #expect(processor > 0 && reason.contains("per namespace") && reading.processes.contains(getpid()))
    let without = AppMetrics(root: getpid(), agentFolder: nil, metrics: metrics).read(with: told)
    #expect(without.metrics["gil"] == .unavailable("the app was started without runtime agents"))
  }

  @Test func `looks have what is cheap and pages' totals, and agree with readings`() async throws {
    let child = try ChildProcess(path: "/bin/sleep", arguments: ["60"])
    defer {
      child.signalGroup(SIGKILL)
      close(child.standardInput)
      close(child.standardOutput)
    }
    let folder = try PageFolder()
    try folder.write("gc.1", totals: [0: 12], slots: 8, events: 1)
    let app = AppMetrics(
      root: child.pid, agentFolder: folder.path, metrics: [metric("gc", page: .init(kind: "gc", slot: 0))])
    usleep(50_000)  // until it sleeps
    let (look, reading) = (app.look(), app.read(with: nothing))
    #expect(
      look.keys.sorted() == ["cpu.total", "gc", "memory.rss", "process.run_queue_delay", "threads"])
    for (name, value) in look {
      let value = try #require(value)
      #expect(reading.metrics[name] == .value(Double(value)), "\(name)")
    }
    #expect(app.takeEvents().count == 1 && app.takeEvents().isEmpty)
    #expect(app.counters.contains("gc") && app.counters.contains("cpu.total"))
    #expect(!app.counters.contains("memory.rss"))
  }

  @Test func `figures of processes have the roles and bases that the analysis knows them by`() {
    let roles = ProcessMetrics.descriptors.filter { $0.role != nil }
    #expect(
      Dictionary(
        uniqueKeysWithValues: roles.map {
          ($0.name, "\($0.role?.rawValue ?? "") \($0.basis?.rawValue ?? "")")
        })
        == [
          "cpu.user": "cpu-user ", "cpu.system": "cpu-kernel cpu", "cpu.total": "cpu request",
          "process.run_queue_delay": "run-queue elapsed", "memory.rss": "memory ",
          "context_switches.involuntary": "preemptions request",
        ])
  }
}
