import Evidence
package import Foundation

/// Which adapters may run: those of the project, and those from outside it that the user agreed to, as long as their manifest is what it
/// was then.
package struct AdapterTrust: Sendable {
  /// Asks the user about an adapter from outside; true: it may run, now and later.
  package typealias Question = @Sendable (AdapterCatalogue.Entry) async throws -> Bool

  private let project: URL
  private let memory: URL?
  private let ask: Question

  /// Adapters below `project` are trusted; others are asked about, and the answers kept in the file `memory` (nil: nowhere).
  package init(project: URL, memory: URL?, ask: @escaping Question) {
    (self.project, self.memory, self.ask) = (project, memory, ask)
  }

  /// Where answers are kept: `trusted-adapters.json` below `XDG_STATE_HOME` or `~/.local/state`; nil without a home.
  package static func usualMemory(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> URL? {
    UserFolder.state.place(environment)?.appending(path: "trusted-adapters.json")
  }

  /// Whether the adapter may run without a question.
  package func trusts(_ entry: AdapterCatalogue.Entry) -> Bool {
    isProjects(entry.folder) || remembered()[Self.path(entry.folder)] == entry.digest
  }

  private func isProjects(_ folder: URL) -> Bool {
    (Self.path(folder) + "/").hasPrefix(Self.path(project) + "/")
  }

  /// Throws an `AdapterError` when what is in `folder` may not run, or cannot be told to the user.
  package func check(adapterIn folder: URL) async throws {
    if !isProjects(folder) { try await check(AdapterCatalogue.Entry(in: folder)) }
  }

  /// Throws an `AdapterError` when the adapter may not run; asks where that is not known.
  package func check(_ entry: AdapterCatalogue.Entry) async throws {
    guard !trusts(entry) else { return }
    guard try await ask(entry) else {
      throw AdapterError.untrusted(
        adapter: entry.manifest.name, folder: entry.folder.path,
        command: entry.manifest.command.joined(separator: " "))
    }
    try remember(entry)
  }

  /// Keeps that the user agreed to an adapter; without a place for it that holds for this run alone.
  package func remember(_ entry: AdapterCatalogue.Entry) throws {
    guard let memory else { return }
    var known = remembered()
    known[Self.path(entry.folder)] = entry.digest
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try FileManager.default.createDirectory(
      at: memory.deletingLastPathComponent(), withIntermediateDirectories: true)
    try encoder.encode(known).write(to: memory, options: .atomic)
  }

  /// The digests of manifests by the folders of adapters. A file that cannot be read trusts nobody.
  private func remembered() -> [String: String] {
    guard let memory, let text = try? Data(contentsOf: memory) else { return [:] }
    return (try? JSONDecoder().decode([String: String].self, from: text)) ?? [:]
  }

  /// Where a folder really is.
  private static func path(_ folder: URL) -> String { folder.resolvingSymlinksInPath().path }
}
