import Contract
import Foundation
import Orchestration

/// What commands work with: where things are on this machine, and where text goes.
struct Context: Sendable {
  let output: Output
  /// The tree of all commands.
  let root: Command
  /// Where `harness.json5` is looked for.
  var workingFolder = URL(filePath: FileManager.default.currentDirectoryPath)
  /// The project's folder; nil: it is looked for.
  var project: URL?
  /// Where adapters are looked for before anywhere else.
  var adapterFolders: [URL] = []
  /// Whether adapters from outside the project run without a question.
  var trustsAll = false

  /// The folder that has the adapters and the contract: the one given, `HARNESS_HOME`, the nearest folder above the working directory or
  /// the program that has them, or `share/harness` beside the program's. Throws a `UsageError` when there is none.
  func projectFolder() throws -> URL {
    if let project { return project }
    if let home = ProcessInfo.processInfo.environment["HARNESS_HOME"] { return URL(filePath: home) }
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
    let folders =
      Self.ancestors(of: workingFolder) + Self.ancestors(of: URL(filePath: program))
      + Self.ancestors(of: URL(filePath: program)).map { $0.appending(path: "share/harness") }
    let found = folders.first {
      FileManager.default.fileExists(atPath: $0.appending(path: Self.workloadsPath).path)
    }
    guard let found else {
      throw UsageError(
        "cannot find harness's adapters; start harness inside its project, or set HARNESS_HOME")
    }
    return found
  }

  /// A folder and those above it, the nearest first.
  private static func ancestors(of folder: URL) -> [URL] {
    var (folder, folders) = (folder.standardizedFileURL, [URL]())
    while folder.path != "/" {
      folders.append(folder)
      folder.deleteLastPathComponent()
    }
    return folders
  }

  private static let workloadsPath = "Sources/AdapterProtocol/Specification/v1/workloads.json"

  /// The workloads of the contract.
  func catalogue() throws -> WorkloadCatalogue { try WorkloadCatalogue(contentsOf: workloadsFile()) }

  /// The description of the contract.
  func workloadsFile() throws -> URL { try projectFolder().appending(path: Self.workloadsPath) }

  /// The adapters of the command line, in the folders of `HARNESS_ADAPTER_PATH`, in the project's `adapters/` and the user's; the first
  /// of a name counts. Throws a `UsageError` for a folder of the command line without any.
  func adapters() throws -> AdapterCatalogue {
    if let empty = adapterFolders.first(where: { AdapterCatalogue.adapters(in: $0).isEmpty }) {
      throw UsageError(
        "--\(AdapterFlags.adapter.name) \(empty.relativePath): there is no \(AdapterManifest.file), nor in a folder there"
      )
    }
    let extra = ProcessInfo.processInfo.environment["HARNESS_ADAPTER_PATH"] ?? ""
    let folders =
      adapterFolders + extra.split(separator: ":").map { URL(filePath: String($0)) }
      + [try ownAdapters()] + [UserFolder.data.place()?.appending(path: "adapters")].compactMap(\.self)
    return try AdapterCatalogue(in: folders, workloads: workloadsFile(), trust: adapterTrust())
  }

  /// The folder of the project's adapters.
  func ownAdapters() throws -> URL { try projectFolder().appending(path: "adapters") }

  /// Which adapters may run.
  func adapterTrust() throws -> AdapterTrust {
    let question = AdapterQuestion(output: output, isAnswered: trustsAll)
    return AdapterTrust(project: try projectFolder(), memory: AdapterTrust.usualMemory()) {
      try await question.ask($0)
    }
  }

  /// Runs `body` with the apps of this machine, those of the user's own included, as `withFleet` does.
  func withApps(
    _ own: [OwnApp] = [], healthTimeoutSeconds: Double,
    _ body: @escaping @Sendable (LocalApps) async throws -> Outcome
  ) async throws -> Outcome {
    let timeout = Duration.seconds(healthTimeoutSeconds)
    return try await withFleet(healthTimeout: timeout) { fleet in
      try await body(LocalApps(fleet, and: own, healthTimeout: timeout))
    }
  }

  /// Runs `body` with a fleet of adapters; ends the adapters, their apps and whatever else we started when it is done, fails,
  /// or a signal comes. After a signal `body`'s task is cancelled; what it still says is kept, and the exit code tells of the
  /// interruption. A second signal ends the program at once.
  func withFleet(
    healthTimeout: Duration = AdapterProcess.usualHealthTimeout,
    _ body: @escaping @Sendable (AdapterFleet) async throws -> Outcome
  ) async throws -> Outcome {
    let fleet = AdapterFleet(try adapters(), healthTimeout: healthTimeout) { [output] note in
      output.interject("\(note)")
    }
    return try await Interruption.cancelling {
      let result: Result<Outcome, any Error>
      do { result = .success(try await body(fleet)) } catch { result = .failure(error) }
      await fleet.shutDown()
      return try result.get()
    }
  }
}
