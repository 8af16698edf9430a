import Evidence
package import Foundation

/// The adapters on this machine, by the folders they are in.
package struct AdapterCatalogue: Sendable {
  /// A folder with an adapter.
  package struct Entry: Sendable {
    /// The adapter's manifest.
    package let manifest: AdapterManifest
    /// Where it is.
    package let folder: URL
    /// The SHA-256 of the manifest's text.
    package let digest: String

    /// The adapter in `folder`; throws an `AdapterError` for a manifest that cannot be used.
    package init(in folder: URL) throws {
      let text = try Data(contentsOf: folder.appending(path: AdapterManifest.file))
      manifest = try AdapterManifest(parsing: text, in: folder)
      digest = SHA256.hex(of: text)
      self.folder = folder
    }
  }

  /// The adapters, by name in alphabetical order; the first folder that has a name counts.
  package let entries: [Entry]
  /// The workload description that adapters and apps are given.
  package let workloads: URL
  /// Which of them may run.
  package let trust: AdapterTrust

  /// Finds the adapters in `folders`: each is an adapter, or has adapters as its children.
  package init(in folders: [URL], workloads: URL, trust: AdapterTrust) throws {
    var found: [String: Entry] = [:]
    for folder in folders.flatMap(Self.adapters(in:)) {
      let entry = try Entry(in: folder)
      if found[entry.manifest.name] == nil { found[entry.manifest.name] = entry }
    }
    guard !found.isEmpty else { throw AdapterError.noAdapters(searched: folders.map(\.path)) }
    entries = found.values.sorted { $0.manifest.name < $1.manifest.name }
    self.workloads = workloads
    self.trust = trust
  }

  /// The folders with adapters that `folder` stands for: itself, or its children.
  package static func adapters(in folder: URL) -> [URL] {
    let isAdapter = { (url: URL) in
      FileManager.default.fileExists(atPath: url.appending(path: AdapterManifest.file).path)
    }
    if isAdapter(folder) { return [folder] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0) }.filter(isAdapter)
  }

  /// Starts the adapter of an entry, if it may run; `onNote` is told what it says beside its answers.
  package func launch(
    _ entry: Entry, onNote: @escaping @Sendable (AdapterNote) -> Void
  ) async throws -> AdapterProcess {
    try await trust.check(entry)
    if let problem = entry.manifest.changedFiles(in: entry.folder).first {
      let file = entry.folder.appending(path: AdapterManifest.file).path
      throw AdapterError.manifest(file: file, problem: problem)
    }
    return try await AdapterProcess(entry.manifest, in: entry.folder, workloads: workloads, onNote: onNote)
  }
}
