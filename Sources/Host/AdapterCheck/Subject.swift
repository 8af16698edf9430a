import Foundation
import Glibc
import JSON
import Orchestration

/// The adapter that is checked: how it is started, and what is known of it.
final class Subject {
  let folder: URL
  let program: String
  let arguments: [String]
  let specification: Specification
  let extent: AdapterCheck.Extent
  /// Where this check keeps its files; the adapter's temporary ones are below it.
  let scratch: URL
  /// What it said of itself; nil before the handshake.
  var introduction: JSONValue?

  init(
    _ manifest: AdapterManifest, in folder: URL, _ specification: Specification, _ extent: AdapterCheck.Extent
  ) throws {
    (self.folder, self.specification, self.extent) = (folder, specification, extent)
    program = try manifest.program(in: folder)
    arguments = Array(manifest.command.dropFirst())
    build = BuildFolder(of: manifest.name, in: folder).environment
    scratch = FileManager.default.temporaryDirectory.appending(path: "adapter-check-\(UUID())")
    try FileManager.default.createDirectory(at: temporaryFolder, withIntermediateDirectories: true)
    // A path of its own shows who hands on what and who knows it by heart.
    try FileManager.default.copyItem(at: specification.workloads, to: workloadsCopy)
  }

  private let build: [String: String]

  /// Where the adapter's temporary files go.
  var temporaryFolder: URL { scratch.appending(path: "tmp") }

  /// The path of the contract as the adapter is told it.
  var workloadsCopy: URL { scratch.appending(path: "workloads.json") }

  var environment: [String: String] { build.merging(["TMPDIR": temporaryFolder.path]) { $1 } }

  /// The name of the default framework; empty before the handshake and where there is none.
  var framework: String {
    let frameworks = introduction?["frameworks"]?.elements ?? []
    let chosen = frameworks.first { $0["default"] == .bool(true) } ?? frameworks.first
    return chosen?["name"]?.text ?? ""
  }

  /// The metrics that it describes.
  var metrics: [JSONValue] { introduction?["metrics"]?.elements ?? [] }

  func removeScratch() { try? FileManager.default.removeItem(at: scratch) }

  // MARK: - Requests

  func initialize(versions: [Int64] = [1]) -> [String: JSONValue] {
    [
      "protocolVersions": .array(versions.map { .integer($0) }),
      "host": .object(["name": .string("harness"), "version": .string(HarnessVersion.current)]),
      "workloads": .string(workloadsCopy.path),
    ]
  }

  func start(
    workers: Int64 = 1, cpus: [Int] = [], ports: ClosedRange<Int>? = nil,
    healthTimeoutNanoseconds: Int64 = 60_000_000_000, agents: Bool? = nil, profiler: Bool? = nil
  ) -> [String: JSONValue] {
    var params: [String: JSONValue] = [
      "framework": .string(framework), "workers": .integer(workers),
      "cpus": .array(cpus.map { .integer(Int64($0)) }),
      "healthTimeoutNanoseconds": .integer(healthTimeoutNanoseconds),
    ]
    params["ports"] = ports.map {
      .object(["first": .integer(Int64($0.lowerBound)), "last": .integer(Int64($0.upperBound))])
    }
    params["agents"] = agents.map { .bool($0) }
    params["profiler"] = profiler.map { .bool($0) }
    return params
  }
}

/// How long an answer may take where the protocol has no number: generous, for a loaded machine.
enum Grace {
  static let initialize = Duration.seconds(60)
  static let prepare = Duration.seconds(1800)
  /// Beyond the time until an app is healthy.
  static let start = Duration.seconds(90)
  static let stop = Duration.seconds(10)
  static let metrics = Duration.seconds(10)
  static let profile = Duration.seconds(60)
  static let shutdown = Duration.seconds(10)
  /// Until a second worker is there.
  static let workers = Duration.seconds(5)
  /// Until a process that the kernel or a signal ends is gone.
  static let death = Duration.seconds(5)
}
