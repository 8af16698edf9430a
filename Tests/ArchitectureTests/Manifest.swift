import Foundation

/// Package.swift as SwiftPM understands it.
struct Manifest: Decodable {
  /// SwiftPM could not read it.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  struct Target: Decodable {
    /// The target or product that is depended on, however it is written; nothing for other packages' plugins.
    struct Dependency: Decodable {
      let name: String?

      init(from decoder: any Decoder) throws {
        let kinds = try decoder.singleValueContainer().decode([String: [Word]].self)
        name = kinds.values.first?.first?.text
      }
    }

    /// A string among what is none.
    private struct Word: Decodable {
      let text: String?

      init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }

    let name: String
    let type: String
    private let path: String?
    private let dependencies: [Dependency]

    /// Where its files are.
    var folder: String { path ?? "Sources/\(name)" }

    /// What it may import of ours.
    var imports: Set<String> { Set(dependencies.compactMap(\.name)) }
  }

  let targets: [Target]

  /// The targets that make the program.
  var modules: [Target] { targets.filter { $0.folder.hasPrefix("Sources") } }

  /// Asks `swift package dump-package`, which compiles the manifest and builds nothing.
  static func read() throws -> Manifest {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["swift", "package", "--package-path", Project.folder.path, "dump-package"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: String(decoding: said, as: UTF8.self))
    }
    return try JSONDecoder().decode(Manifest.self, from: data)
  }
}
