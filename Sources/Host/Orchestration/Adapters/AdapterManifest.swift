import Evidence
package import Foundation
import Platform
import Record

/// An adapter's `adapter.json`: how to start it and what it needs (rule D1 of the protocol).
package struct AdapterManifest: Codable, Equatable, Sendable {
  /// What the adapter can do without.
  package struct Option: Codable, Equatable, Sendable {
    /// What there is with it.
    package let what: String
    /// A program on PATH, or in the folder where it begins with `./`; nil: the packages are all it takes.
    package let program: String?
    /// Debian packages that bring it; none: the adapter's preparation does.
    package let packages: [String]
  }

  /// The adapter's name, e.g. `python`.
  package let name: String
  /// The language in plain words, e.g. `Python`.
  package let language: String
  /// The program and its arguments.
  package let command: [String]
  /// Debian packages that a fresh machine needs for it.
  package let packages: [String]
  /// What it can do without; nil: nothing.
  package let optional: [Option]?

  /// Files of the adapter, by paths relative to its folder, and their SHA-256 in hexadecimal: it does not start when one has changed. nil:
  /// any file may.
  package let sha256: [String: String]?

  /// A manifest that was read otherwise, of an adapter without options.
  package init(name: String, language: String, command: [String], packages: [String]) {
    (self.name, self.language, self.command, self.packages) = (name, language, command, packages)
    (optional, sha256) = (nil, nil)
  }

  /// The name of the file in an adapter's folder.
  package static let file = "adapter.json"

  /// Reads the text of the manifest in `folder`; throws an `AdapterError` that says what is wrong with it.
  package init(parsing text: Data, in folder: URL) throws {
    let file = folder.appending(path: Self.file).path
    do {
      let decoder = JSONDecoder()
      decoder.allowsJSON5 = true
      self = try decoder.decode(AdapterManifest.self, from: text)
    } catch let error as DecodingError {
      throw AdapterError.manifest(file: file, problem: error.plainText)
    }
    guard !command.isEmpty else { throw AdapterError.manifest(file: file, problem: "`command` is empty") }
  }

  /// What differs from the manifest among the files that it pins, in words; none: nothing does.
  package func changedFiles(in folder: URL) -> [String] {
    (sha256 ?? [:]).sorted { $0.key < $1.key }.compactMap { path, digest in
      guard let bytes = try? Data(contentsOf: folder.appending(path: path)) else {
        return "`\(path)`, which `sha256` pins, cannot be read"
      }
      let found = SHA256.hex(of: bytes)
      return found == digest.lowercased()
        ? nil : "`\(path)` is not the file that `sha256` pins: it has \(found)"
    }
  }

  /// The full path of the program; throws when it is not there.
  package func program(in folder: URL) throws -> String {
    guard let path = Executable.path(of: command[0], in: folder) else {
      throw AdapterError.missingProgram(adapter: name, program: command[0], packages: packages)
    }
    return path
  }
}

/// Programs that can be run.
package enum Executable {
  /// The full path of a program on PATH, or of one in `folder` if its name begins with `./`; nil when there is none.
  static func path(of name: String, in folder: URL) -> String? {
    guard name.hasPrefix("./") else { return onPath(name) }
    let path = folder.appending(path: String(name.dropFirst(2))).path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// The full path of `name` in the first folder of PATH that has it; nil when none does.
  package static func onPath(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
