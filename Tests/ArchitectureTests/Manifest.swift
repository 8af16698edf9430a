import Foundation
import TestSupport

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

  /// What SwiftPM says, which is asked once.
  static func read() throws -> Manifest { try dumped.get() }

  private static let dumped = Result { try dump() }

  /// Asks `swift package dump-package`, which compiles the manifest and builds nothing.
  private static func dump() throws -> Manifest {
    // `swift test` holds the lock of the usual scratch folder while tests run.
    let scratch = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID())")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let words = [
      "swift", "package", "--package-path", Project.folder.path, "--scratch-path", scratch.path,
      "dump-package",
    ]
    let swift = try ProgramOutcome(of: "/usr/bin/env", words)
    guard swift.isSuccess else { throw Failure(description: swift.errors) }
    return try JSONDecoder().decode(Manifest.self, from: Data(swift.output.utf8))
  }
}
