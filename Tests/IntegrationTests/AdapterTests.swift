import AdapterProtocol
import Evidence
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@testable import Orchestration

private let adapters = ["python", "node", "ruby", "rust", "go", "java"]

@Suite(.serialized) struct AdapterTests {
  @Test(arguments: adapters)
  func `messages to an adapter and back are timed`(adapter: String) async throws {
    let clock = MonotonicClock()
    let begin = clock.nanoseconds
    let outcome = try await Program.run("adapters", "ping", adapter, "--json")
    let elapsed = Int(clock.nanoseconds - begin)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    #expect(rows.count == 1 && rows[0]["name"] as? String == adapter)
    let messages = try #require(rows.first?["messages"] as? Int)
    let median = try #require(rows.first?["medianNanoseconds"] as? Int)
    let high = try #require(rows.first?["p99Nanoseconds"] as? Int)
    // Half of the messages took the median or longer, a hundredth the percentile, and all of them no longer than the command.
    #expect(messages == 2000 && median > 1000 && median <= high)
    #expect(messages / 2 * median <= elapsed && messages / 100 * high <= elapsed)
  }

  /// What no app of an adapter has.
  private static let absent: [String: Set<String>] = [
    "python": ["network.received", "network.sent", "python.ffi.time"],
    "node": ["network.received", "network.sent"], "ruby": ["network.received", "network.sent"],
    "rust": ["network.received", "network.sent"], "go": ["network.received", "network.sent"],
    "java": ["network.received", "network.sent"],
  ]

  @Test(arguments: adapters)
  func `an app starts on its CPUs, is known by all its metrics, and stops whole`(name: String) async throws {
    let adapter = try await Adapter(name)
    let clock = MonotonicClock()
    let begin = clock.nanoseconds
    let app = try await adapter.start(workers: 2)
    #expect((1..<Int(clock.nanoseconds - begin)).contains(app.startupNanoseconds))
    #expect(app.address.host == "127.0.0.1" && !app.versions.framework.isEmpty)
    let pids = app.processes
    #expect(
      ["rust", "go", "java"].contains(name) ? pids.count == 1 : (3...4).contains(pids.count), "\(pids)")
    #expect(pids.allSatisfy { ProcFile.value(of: "Cpus_allowed_list", in: "/proc/\($0)/status") == "0" })
    let reader = adapter.reader(of: app)
    var reading = try await adapter.read(app, with: reader)
    // Handlers are timed now and then, and pages are written within 100 ms.
    for _ in 0..<500 where reading.unavailable != Self.absent[name] {
      for _ in 0..<20 { #expect(try app.get("/path/int/7") == #"{"id":7}"#) }
      usleep(10_000)
      reading = try await adapter.read(app, with: reader)
    }
    #expect(reading.unavailable == Self.absent[name])
    #expect(
      reading.metrics["network.sent"]
        == .unavailable(
          "the kernel counts network bytes per namespace, not per process; the load engine's own counts are in the trial"
        ))
    #expect(reading.processes == Set(app.processes))
    // It has one processor.
    let elapsed = Double(clock.nanoseconds - begin)
    #expect((1_000_000...elapsed).contains(try reading.value("cpu.total")))
    #expect(try reading.value("cpu.user") + reading.value("cpu.system") <= elapsed)
    let fields = ["Threads": "threads", "VmRSS": "memory.rss", "VmHWM": "memory.rss.peak"]
    for (field, metric) in fields {
      let told =
        app.processes.compactMap { ProcFile.value(of: field, in: "/proc/\($0)/status") }
        .compactMap { Double($0.split(separator: " ")[0]) }.reduce(0, +) * (field == "Threads" ? 1 : 1024)
      #expect(abs(try reading.value(metric) - told) <= told / 20, "\(metric)")
    }
    let memory = try ["memory.pss", "memory.rss", "memory.rss.peak"].map(reading.value)
    #expect(memory == memory.sorted() && memory[0] > 1_000_000, "\(memory)")
    #expect((0..<1e9).contains(try reading.value("disk.written")))
    try await adapter.stop(app)
    #expect(!(pids + reading.processes).contains(where: isAlive))
    await adapter.end()
  }

  @Test(arguments: adapters)
  func `what an adapter describes is in pages, under roles and bases of the specification`(name: String)
    async throws
  {
    let adapter = try await Adapter(name)
    #expect(!adapter.metrics.isEmpty && adapter.metrics.allSatisfy { $0.page != nil })
    let own = Set(ProcessMetrics.descriptors.map(\.name))
    #expect(own.isDisjoint(with: adapter.metrics.map(\.name)))
    let specification = try String(
      contentsOf: Project.folder.appending(path: "Sources/AdapterProtocol/Specification/README.md"),
      encoding: .utf8)
    for metric in adapter.metrics {
      #expect((metric.kind == .counter) == (metric.aggregation == .total && metric.kind == .counter))
      #expect(metric.role.map { specification.contains("`\($0.rawValue)`") } ?? true, "\(metric.name)")
      #expect(metric.basis == nil || metric.role != nil && metric.label != nil, "\(metric.name)")
      #expect((metric.aggregation == .percentile) == (metric.page?.buckets != nil), "\(metric.name)")
      #expect((metric.aggregation == .mean) == (metric.page?.count != nil), "\(metric.name)")
    }
    let app = try await adapter.start(agents: false)
    let reading = try await adapter.read(app, with: adapter.reader(of: app))
    #expect(app.agentFolder == nil)
    for metric in adapter.metrics {
      #expect(reading.metrics[metric.name] == .unavailable("the app was started without runtime agents"))
    }
    await adapter.end()
  }

  @Test(arguments: adapters)
  func `an app that dies is told of, with how it ended`(name: String) async throws {
    let adapter = try await Adapter(name)
    let app = try await adapter.start()
    let pids = app.processes
    kill(Int32(app.pid), SIGKILL)
    for await notification in adapter.connection.notifications {
      guard case .appExited(let exit) = notification else { continue }
      #expect(exit.app == app.app && exit.signal == 9 && exit.exitCode == nil)
      break
    }
    await #expect(throws: ProtocolError.self) {
      try await adapter.connection.call(AppStopRequest(app: app.app), deadline: .seconds(60))
    }
    #expect(end(pids))
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
    try await adapter.stop(app)
    await adapter.end()
  }

  @Test(arguments: adapters)
  func `at the end of its input an adapter takes its app with it`(name: String) async throws {
    let adapter = try await Adapter(name)
    let pids = try await adapter.start(workers: 2).processes
    adapter.connection.close()
    #expect(await adapter.process.waitForExit() == .status(0))
    #expect(!pids.contains(where: isAlive))
  }

  @Test(arguments: adapters)
  func `apps that do not heed SIGTERM are killed after a second that is theirs`(name: String) async throws {
    let adapter = try await Adapter(name)
    var pids: [Int32] = []
    for _ in 0..<3 { pids += try await adapter.start().processes }
    for pid in pids { kill(pid, SIGSTOP) }
    let clock = MonotonicClock()
    let begin = clock.nanoseconds
    adapter.connection.close()
    #expect(await adapter.process.waitForExit() == .status(0))
    #expect(!pids.contains(where: isAlive))
    // Nothing but a signal ends them, and until when we are told of it is the machine's.
    #expect(clock.nanoseconds - begin > 900_000_000)
  }

  @Test(arguments: adapters, [1, 2])
  func `an app does not outlive an adapter that is killed`(name: String, workers: Int) async throws {
    let adapter = try await Adapter(name)
    let app = try await adapter.start(workers: workers)
    let pids = app.processes + ProcessTree.descendants(of: adapter.process.pid)
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
    let family = ProcessTree.descendants(of: adapter.process.pid)
    adapter.connection.close()
    #expect(await adapter.process.waitForExit() == .status(0))
    #expect(end(family))
    _ = try? await start.value
  }

  @Test func `the end of its input interrupts a preparation`() async throws {
    let copy = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: copy) }
    try Program.copyAdapter("python", to: copy)
    let adapter = try await Adapter("python", in: copy)
    let preparation = Task {
      try await adapter.connection.call(
        AppPrepareRequest(framework: adapter.framework), deadline: .seconds(60))
    }
    while ProcessTree.descendants(of: adapter.process.pid).isEmpty {
      try await Task.sleep(for: .milliseconds(2))
    }
    let family = ProcessTree.descendants(of: adapter.process.pid)
    adapter.connection.close()
    #expect(await adapter.process.waitForExit() == .status(0))
    #expect(end(family))
    await #expect(throws: ConnectionError.self) { try await preparation.value }
  }

  @Test func `what an adapter logs is shown, and of lines that are no messages the first and the number`()
    async throws
  {
    let environment = ["HARNESS_ADAPTER_PATH": Project.folder.appending(path: "Tests/Fixtures/chatty").path]
    let commands = [
      ["adapters", "list", "--json"], ["adapters", "prepare", "chatty"],
      ["verify", "--frameworks", "chatty", "--workloads", "json-small", "--json"],
    ]
    for command in commands {
      let outcome = try await Program.run(command, environment: environment)
      let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("chatty adapter: ") }
      let count = command.contains("list") ? 2 : command.contains("verify") ? 4 : 3
      let logs = Array(
        repeating: "chatty adapter: debug: preparing takes no time", count: max(0, count - 2))
      #expect(
        lines.map(String.init) == [
          "chatty adapter: warning: a line of its standard output is no message: a library prints where it must not",
          "chatty adapter: warning: the moon is full",
        ] + logs + ["chatty adapter: warning: \(count) lines of its standard output were no messages"],
        "\(outcome.errors)")
      #expect(!outcome.output.contains("moon") && !outcome.output.contains("library"))
    }
  }
}
