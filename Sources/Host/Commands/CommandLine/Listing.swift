import Contract
import Foundation
import Orchestration

/// Names that there are when they are asked for.
enum Listing: String, CaseIterable, Sendable {
  case frameworks, workloads, suites, runs

  /// All of them, without starting anything.
  func names(in context: Context) throws -> [String] {
    switch self {
    case .frameworks: try context.adapters().entries.flatMap(Self.frameworks)
    case .workloads: try context.catalogue().workloads.map(\.name)
    case .suites: try context.catalogue().suites.map(\.name)
    case .runs: try ResultRow.all(in: URL(filePath: "results")).map { "results/\($0.folder)" }
    }
  }

  /// Folders beside those of apps, for what apps share.
  private static let shared = ["contract", "handlers", "launch", "servers"]

  /// An adapter and what its folder says of its frameworks.
  private static func frameworks(_ entry: AdapterCatalogue.Entry) -> [String] {
    let apps = entry.folder.appending(path: "apps")
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: apps.path)) ?? []
    let names = folders.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: apps.appending(path: name).path, isDirectory: &isFolder)
        && isFolder.boolValue && !shared.contains(name) && !name.hasPrefix("_")
    }
    return [entry.manifest.name] + names.sorted().map { "\(entry.manifest.name)/\($0)" }
  }
}
