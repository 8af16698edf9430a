import Foundation
import Testing

/// The project's files, found from this file's place.
private enum Project {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  /// Files below `path` with one of the endings, build products left out.
  static func files(below path: String, endings: [String]) -> [URL] {
    let all = FileManager.default.enumerator(
      at: folder.appending(path: path), includingPropertiesForKeys: nil)
    let skipped = ["/.venv/", "/target/", "/node_modules/", "/.build", "/__pycache__/"]
    return (all?.compactMap { $0 as? URL } ?? []).filter { file in
      endings.contains(file.pathExtension) && !skipped.contains { file.path.contains($0) }
    }
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

  static func sources(of module: String) -> [URL] {
    let folder =
      switch module {
      case "AdapterProtocol": "Sources/AdapterProtocol"
      case "Host": "Sources/Host/Main"
      default: "Sources/Host/\(module)"
      }
    return files(below: folder, endings: ["swift"])
  }
}

/// The modules a Swift file imports.
private func imports(of file: URL) throws -> Set<String> {
  let text = try String(contentsOf: file, encoding: .utf8)
  let words = text.split(separator: "\n").map { $0.split(separator: " ") }
  return Set(
    words.compactMap { line in
      guard let keyword = line.firstIndex(of: "import"), keyword <= 1, line.count > keyword + 1 else {
        return nil
      }
      let module =
        line[keyword + 1] == "struct" || line[keyword + 1] == "func" ? line[keyword + 2] : line[keyword + 1]
      return module.split(separator: ".").first.map(String.init)
    })
}

@Test func `every import is allowed by the module table of ARCHITECTURE.md`() throws {
  let permissions = try Project.permissions()
  #expect(permissions.count == 19)
  for (module, allowed) in permissions {
    for file in Project.sources(of: module) {
      let ours = try imports(of: file).intersection(permissions.keys).subtracting([module])
      #expect(
        ours.isSubset(of: allowed),
        "\(file.lastPathComponent) of \(module) imports \(ours.subtracting(allowed).sorted())")
    }
  }
}

@Test func `the module table and Package.swift name the same modules and dependencies`() throws {
  let manifest = try Project.text("Package.swift")
  for (module, allowed) in try Project.permissions() where module != "Host" {
    #expect(manifest.contains("\"\(module)\""), "\(module) is not in Package.swift")
    for dependency in allowed { #expect(manifest.contains("\"\(dependency)\"")) }
  }
}

@Test func `statistics are numbers only, without Foundation`() throws {
  for file in Project.sources(of: "Statistics") + Project.sources(of: "SeededRandom") {
    #expect(try !imports(of: file).contains("Foundation"), "\(file.lastPathComponent)")
  }
}

@Test func `an import test would notice a forbidden import`() throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).swift")
  try "package import Foundation\nimport LoadEngine\nimport struct Results.Run\n".write(
    to: file, atomically: true, encoding: .utf8)
  defer { try? FileManager.default.removeItem(at: file) }
  #expect(try imports(of: file) == ["Foundation", "LoadEngine", "Results"])
}

@Test func `no source file is longer than 400 lines`() throws {
  let files = ["Sources", "Tests", "adapters"].flatMap {
    Project.files(below: $0, endings: ["swift", "c", "h", "py", "js", "rb", "rs"])
  }
  #expect(files.count > 50)
  for file in files {
    let lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).count
    #expect(lines <= 401, "\(file.path) has \(lines) lines")
  }
}
