package import Foundation

/// The adapters on this machine, by the folders they are in.
package struct AdapterCatalogue: Sendable {
  /// A folder with an adapter.
  package struct Entry: Sendable {
    /// The adapter's manifest.
    package let manifest: AdapterManifest
    /// Where it is.
    package let folder: URL
  }

  /// The adapters, by name in alphabetical order; the first folder that has a name counts.
  package let entries: [Entry]
  /// The workload description that adapters and apps are given.
  package let workloads: URL

  /// Finds the adapters in `folders`: each is an adapter, or has adapters as its children.
  package init(in folders: [URL], workloads: URL) throws {
    var found: [String: Entry] = [:]
    for folder in folders.flatMap(Self.candidates) {
      let manifest = try AdapterManifest.read(in: folder)
      if found[manifest.name] == nil { found[manifest.name] = Entry(manifest: manifest, folder: folder) }
    }
    guard !found.isEmpty else { throw AdapterError.noAdapters(searched: folders.map(\.path)) }
    entries = found.values.sorted { $0.manifest.name < $1.manifest.name }
    self.workloads = workloads
  }

  private static func candidates(_ folder: URL) -> [URL] {
    let isAdapter = { (url: URL) in
      FileManager.default.fileExists(atPath: url.appending(path: "adapter.json").path)
    }
    if isAdapter(folder) { return [folder] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0) }.filter(isAdapter)
  }

  /// Starts the adapter of an entry; `onNote` is told what it says beside its answers.
  package func launch(
    _ entry: Entry, onNote: @escaping @Sendable (AdapterNote) -> Void
  ) async throws -> AdapterProcess {
    try await AdapterProcess(entry.manifest, in: entry.folder, workloads: workloads, onNote: onNote)
  }
}
