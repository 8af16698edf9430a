import AdapterProtocol
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@testable import Orchestration

/// A real adapter, started as the host does.
struct Adapter {
  private struct Manifest: Decodable {
    let command: [String]
  }

  let process: ChildProcess
  let connection: Connection
  let framework: String
  let metrics: [MetricDescriptor]

  /// The adapter `name`, or the one in `folder`, which is not prepared then; with another command in its folder if there is one.
  init(_ name: String, in folder: URL? = nil, command: [String]? = nil) async throws {
    let isPrepared = folder == nil && command == nil
    let folder = folder ?? Project.folder.appending(path: "adapters/\(name)")
    let manifest = try JSONDecoder().decode(
      Manifest.self, from: Data(contentsOf: folder.appending(path: "adapter.json")))
    process = try ChildProcess(
      path: "/usr/bin/env", arguments: command ?? manifest.command, directory: folder.path)
    connection = Connection(readingFrom: process.standardOutput, writingTo: process.standardInput)
    let host = InitializeRequest.Host(name: "tests", version: "1")
    let request = InitializeRequest(protocolVersions: [1], host: host, workloads: Project.workloads.path)
    let answer = try await connection.call(request, deadline: .seconds(120))
    #expect(answer.adapter.name == name && answer.protocolVersion == 1)
    #expect(answer.frameworks.filter(\.isDefault).count == 1)
    #expect(FileManager.default.isExecutableFile(atPath: answer.runtime.path))
    framework = answer.frameworks.first { $0.isDefault }?.name ?? ""
    metrics = answer.metrics
    guard isPrepared else { return }
    _ = try await connection.call(AppPrepareRequest(framework: framework), deadline: .seconds(600))
  }

  /// The adapter of a language whose app forks its workers: `tests/forking_adapter.*` of the adapter.
  init(forking name: String) async throws {
    let commands = [
      "python": ["python3", "tests/forking_adapter.py"], "ruby": ["ruby", "tests/forking_adapter.rb"],
      "node": ["sh", "-c", "exec node tests/forking_adapter.js 3>&1 1>&2"],
    ]
    try await self.init(name, command: commands[name])
  }

  func start(
    workers: Int = 1, ports: PortRange? = nil, healthTimeout: Duration = .seconds(120), agents: Bool? = nil
  ) async throws -> AppStartResponse {
    let request = AppStartRequest(
      framework: framework, workers: workers, cpus: [0], ports: ports,
      healthTimeoutNanoseconds: Int(healthTimeout / .nanoseconds(1)), agents: agents)
    return try await connection.call(request, deadline: .seconds(150))
  }

  /// The host's reader of an app.
  func reader(of app: AppStartResponse) -> AppMetrics {
    AppMetrics(root: Int32(app.pid), agentFolder: app.agentFolder, metrics: metrics)
  }

  /// All that is known of an app.
  func read(_ app: AppStartResponse, with reader: AppMetrics) async throws -> AppReading {
    reader.read(
      with: try await connection.call(MetricsReadRequest(app: app.app), deadline: .seconds(60)))
  }

  func stop(_ app: AppStartResponse) async throws {
    _ = try await connection.call(AppStopRequest(app: app.app), deadline: .seconds(60))
  }

  func end() async {
    _ = try? await connection.call(ShutdownRequest(), deadline: .seconds(60))
    connection.close()
    #expect(await process.waitForExit() == .status(0))
  }
}

extension AppStartResponse {
  /// The processes of the app.
  var processes: [Int32] { [Int32(pid)] + ProcessTree.descendants(of: Int32(pid)) }

  /// The body of the answer to a request of a connection of its own.
  func get(_ target: String) throws -> String {
    let answer = try HTTPClient(host: address.host, port: address.port).send("GET", target)
    #expect(answer.status == 200)
    return String(decoding: answer.body, as: UTF8.self)
  }
}

extension AppReading {
  /// A metric's value; fails the test, with the reason, when there is none.
  func value(_ name: String) throws -> Double {
    guard case .value(let value)? = metrics[name] else {
      throw Missing(description: "\(name): \(String(describing: metrics[name]))")
    }
    return value
  }

  /// The metrics that there are not.
  var unavailable: Set<String> {
    Set(metrics.filter { if case .unavailable = $0.value { true } else { false } }.keys)
  }
}

private struct Missing: Error, CustomStringConvertible {
  let description: String
}

func isAlive(_ pid: Int32) -> Bool {
  guard let stat = ProcFile.text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return false }
  return stat[end...].dropFirst(2).first != "Z"
}

/// Whether all processes end. Rule T5 gives them 2 s, which `adapters check` sees to: it knows what the machine took of them.
func end(_ pids: [Int32]) -> Bool {
  for _ in 0..<6000 where pids.contains(where: isAlive) { usleep(10_000) }
  return !pids.contains(where: isAlive)
}
