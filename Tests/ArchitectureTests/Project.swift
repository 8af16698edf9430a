import Foundation

/// The project's files, found from this file's place.
enum Project {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  /// Files below `path` with one of the endings, build products left out.
  static func files(below path: String, endings: [String]) -> [URL] {
    let all = FileManager.default.enumerator(
      at: folder.appending(path: path), includingPropertiesForKeys: nil)
    let skipped = ["/.venv/", "/target/", "/node_modules/", "/.build", "/.deps/", "/__pycache__/"]
    return (all?.compactMap { $0 as? URL } ?? []).filter { file in
      endings.contains(file.pathExtension) && !skipped.contains { file.path.contains($0) }
    }
  }

  /// The names of the folders right below `path`.
  static func folders(below path: String) throws -> Set<String> {
    let all = try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: path), includingPropertiesForKeys: [.isDirectoryKey])
    return Set(all.filter(\.hasDirectoryPath).map(\.lastPathComponent))
  }

  /// The module table of ARCHITECTURE.md: what each module may import.
  static func permissions() throws -> [String: Set<String>] {
    let rows = try text("ARCHITECTURE.md").split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    let modules = rows.filter { $0.count == 6 && Int($0[1]) != nil }
    return Dictionary(
      uniqueKeysWithValues: modules.map { row in
        let imports = row[4].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return (row[2], Set(imports))
      })
  }
}
