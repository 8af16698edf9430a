import AdapterProtocol
import Evidence
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

private let adapters = ["python", "node", "ruby", "rust"]

/// A real adapter, started as the host does.
private struct Adapter {
  private struct Manifest: Decodable {
    let command: [String]
  }

  /// Rule I4 of the protocol.
  private static let core = [
    "cpu.user", "cpu.system", "cpu.total", "process.run_queue_delay", "memory.rss", "memory.pss",
    "memory.rss.peak", "threads", "context_switches.voluntary", "context_switches.involuntary", "disk.read",
    "disk.written", "network.received", "network.sent",
  ]

  let process: ChildProcess
  let connection: Connection

  /// The adapter `name`, or the one in `folder`, which is not prepared then.
  init(_ name: String, in folder: URL? = nil) async throws {
    let isCopy = folder != nil
    let folder = folder ?? Project.folder.appending(path: "adapters/\(name)")
    let manifest = try JSONDecoder().decode(
      Manifest.self, from: Data(contentsOf: folder.appending(path: "adapter.json")))
    process = try ChildProcess(path: "/usr/bin/env", arguments: manifest.command, directory: folder.path)
    connection = Connection(readingFrom: process.standardOutput, writingTo: process.standardInput)
    let host = InitializeRequest.Host(name: "tests", version: "1")
    let request = InitializeRequest(protocolVersions: [1], host: host, workloads: Project.workloads.path)
    let answer = try await connection.call(request, deadline: .seconds(120))
    #expect(answer.adapter.name == name && answer.protocolVersion == 1)
    #expect(answer.frameworks.filter(\.isDefault).count == 1)
    #expect(FileManager.default.isExecutableFile(atPath: answer.runtime.path))
    #expect(Set(Self.core).isSubset(of: answer.metrics.map(\.name)))
    framework = answer.frameworks.first { $0.isDefault }?.name ?? ""
    metrics = answer.metrics
    guard !isCopy else { return }
    _ = try await connection.call(AppPrepareRequest(framework: framework), deadline: .seconds(600))
  }

  let framework: String
  let metrics: [MetricDescriptor]

  func start(
    workers: Int = 1, ports: PortRange? = nil, healthTimeout: Duration = .seconds(30), agents: Bool? = nil
  ) async throws -> AppStartResponse {
    let request = AppStartRequest(
      framework: framework, workers: workers, cpus: [0], ports: ports,
      healthTimeoutNanoseconds: Int(healthTimeout / .nanoseconds(1)), agents: agents)
    return try await connection.call(request, deadline: .seconds(40))
  }

  func end() async {
    _ = try? await connection.call(ShutdownRequest(), deadline: .seconds(5))
    connection.close()
    #expect(await process.waitForExit() == .status(0))
  }
}

private func isAlive(_ pid: Int) -> Bool {
  guard let stat = ProcFile.text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return false }
  return stat[end...].dropFirst(2).first != "Z"
}

/// Whether all processes end within 3 s.
private func end(_ pids: [Int]) -> Bool {
  for _ in 0..<300 where pids.contains(where: isAlive) { usleep(10_000) }
  return !pids.contains(where: isAlive)
}

@Suite(.serialized) struct AdapterTests {
  @Test(arguments: adapters)
  func `messages to an adapter and back are timed`(adapter: String) async throws {
    let outcome = try await Program.run("adapters", "ping", adapter, "--json")
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    let median = try #require(rows.first?["medianNanoseconds"] as? Int)
    #expect(rows.count == 1 && rows[0]["name"] as? String == adapter && median > 1000)
  }

  @Test(arguments: adapters)
  func `an app starts on its CPUs, reports itself and its metrics, and stops whole`(name: String) async throws
  {
    let adapter = try await Adapter(name)
    let app = try await adapter.start(workers: 2)
    #expect(app.startupNanoseconds > 0 && app.address.host == "127.0.0.1" && !app.versions.framework.isEmpty)
    let pids = app.processes.map(\.pid)
    #expect(!pids.isEmpty && pids.allSatisfy(isAlive))
    #expect(pids.allSatisfy { ProcFile.value(of: "Cpus_allowed_list", in: "/proc/\($0)/status") == "0" })
    let metrics = try await adapter.connection.call(MetricsReadRequest(app: app.app), deadline: .seconds(5))
    #expect(metrics.values["cpu.total"] ?? 0 > 0 && metrics.values["memory.rss"] ?? 0 > 1_000_000)
    #expect(metrics.values["threads"] ?? 0 >= 1 && !metrics.processes.isEmpty)
    let memory = ["memory.pss", "memory.rss", "memory.rss.peak"].compactMap { metrics.values[$0] }
    #expect(memory.count == 3 && memory == memory.sorted() && memory[0] > 0, "\(memory)")
    #expect(metrics.values["disk.read"] ?? -1 >= 0 && metrics.values["disk.written"] ?? -1 >= 0)
    for name in ["network.received", "network.sent"] {
      #expect(metrics.unavailable[name]?.contains("per namespace") == true && metrics.values[name] == nil)
    }
    _ = try await adapter.connection.call(AppStopRequest(app: app.app), deadline: .seconds(10))
    #expect(!(pids + metrics.processes).contains(where: isAlive))
    await adapter.end()
  }

  @Test(arguments: adapters)
  func `the host finds in an app's pages what its adapter reads there`(name: String) async throws {
    let adapter = try await Adapter(name)
    let app = try await adapter.start()
    func read() async throws -> [String: Double] {
      try await adapter.connection.call(MetricsReadRequest(app: app.app), deadline: .seconds(5)).values
    }
    let before = try await read()
    let pages = CounterPages(in: try #require(app.agentFolder))
    let placed = adapter.metrics.filter { $0.page != nil && before[$0.name] != nil }
    let found = try placed.map { metric in
      let page = try #require(metric.page)
      return pages.value(
        at: .init(kind: page.kind, slot: page.slot, less: page.less, isGauge: metric.kind == .gauge))
    }
    let after = try await read()
    #expect(placed.contains { $0.kind == .counter })
    for (metric, found) in zip(placed, found) {
      let (value, low, high) = try (
        Double(#require(found)), #require(before[metric.name]), #require(after[metric.name])
      )
      // A gauge moves meanwhile, but not by half.
      let slack = metric.kind == .gauge ? max(low, high) / 2 : 0
      #expect((min(low, high) - slack...max(low, high) + slack).contains(value), "\(metric.name)")
    }
    #expect(adapter.metrics.allSatisfy { !$0.name.contains("longest") || $0.page == nil })
    #expect(try await adapter.start(agents: false).agentFolder == nil)
    await adapter.end()
  }

  @Test(arguments: adapters)
  func `an app that dies is told of, with how it ended`(name: String) async throws {
    let adapter = try await Adapter(name)
    let app = try await adapter.start()
    kill(Int32(app.processes[0].pid), SIGKILL)
    for await notification in adapter.connection.notifications {
      guard case .appExited(let exit) = notification else { continue }
      #expect(exit.app == app.app && exit.signal == 9 && exit.exitCode == nil)
      break
    }
    await #expect(throws: ProtocolError.self) {
      try await adapter.connection.call(AppStopRequest(app: app.app), deadline: .seconds(5))
    }
    #expect(end(app.processes.map(\.pid)))
    await adapter.end()
  }

  @Test(arguments: adapters)
  func `a full port range is an error with its code, and the adapter lives on`(name: String) async throws {
    let adapter = try await Adapter(name)
    let app = try await adapter.start()
    let range = PortRange(first: app.address.port, last: app.address.port)
    do {
      _ = try await adapter.start(ports: range)
      Issue.record("two apps on one port")
    } catch let error as ProtocolError {
      #expect(error.code == ProtocolError.Code.portRangeFull.rawValue && error.hint != nil)
    }
    _ = try await adapter.connection.call(AppStopRequest(app: app.app), deadline: .seconds(10))
    await adapter.end()
  }

  @Test(arguments: adapters)
  func `at the end of its input an adapter takes its app with it`(name: String) async throws {
    let adapter = try await Adapter(name)
    let app = try await adapter.start(workers: 2)
    adapter.connection.close()
    #expect(await adapter.process.waitForExit() == .status(0))
    #expect(end(app.processes.map(\.pid)))
  }

  @Test(arguments: adapters, [1, 2])
  func `an app does not outlive an adapter that is killed`(name: String, workers: Int) async throws {
    let adapter = try await Adapter(name)
    let app = try await adapter.start(workers: workers)
    let pids = app.processes.map(\.pid) + ProcessTree.descendants(of: adapter.process.pid).map { Int($0) }
    kill(adapter.process.pid, SIGKILL)
    #expect(end(pids))
    _ = await adapter.process.waitForExit()
  }

  @Test(arguments: adapters)
  func `an app that is not healthy in time is an error with its code, and leaves no process`(name: String)
    async throws
  {
    let adapter = try await Adapter(name)
    await #expect {
      try await adapter.start(healthTimeout: .nanoseconds(1))
    } throws: {
      ($0 as? ProtocolError)?.code == ProtocolError.Code.startFailed.rawValue
    }
    #expect(ProcessTree.descendants(of: adapter.process.pid) == [])
    _ = try await adapter.start()
    await adapter.end()
  }

  @Test(arguments: adapters)
  func `the end of its input interrupts a start`(name: String) async throws {
    let adapter = try await Adapter(name)
    let start = Task { try await adapter.start(workers: 2) }
    while ProcessTree.descendants(of: adapter.process.pid).isEmpty {
      try await Task.sleep(for: .milliseconds(2))
    }
    let family = ProcessTree.descendants(of: adapter.process.pid).map { Int($0) }
    adapter.connection.close()
    #expect(await adapter.process.waitForExit() == .status(0))
    #expect(end(family))
    _ = try? await start.value
  }

  @Test func `the end of its input interrupts a preparation`() async throws {
    let copy = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: copy) }
    try Program.copyPythonAdapter(to: copy)
    let adapter = try await Adapter("python", in: copy)
    let preparation = Task {
      try await adapter.connection.call(
        AppPrepareRequest(framework: adapter.framework), deadline: .seconds(60))
    }
    while ProcessTree.descendants(of: adapter.process.pid).isEmpty {
      try await Task.sleep(for: .milliseconds(2))
    }
    let family = ProcessTree.descendants(of: adapter.process.pid).map { Int($0) }
    adapter.connection.close()
    #expect(await adapter.process.waitForExit() == .status(0))
    #expect(end(family))
    await #expect(throws: ConnectionError.self) { try await preparation.value }
  }
}
