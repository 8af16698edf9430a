package import Foundation
import Record

/// The files of a closed run with their SHA-256: `SHA256SUMS` in the run's folder, which `sha256sum -c`
/// checks too.
///
/// A line per file, `<64 hexadecimal digits>  <path below the run's folder>`, sorted by path. A run that was
/// killed has none.
package struct Manifest: Equatable, Sendable {
  /// The manifest's own name, the one file that is not listed.
  package static let fileName = "SHA256SUMS"

  /// The hash of each file by its path below the run's folder.
  package private(set) var digests: [String: String] = [:]

  /// A manifest of no file.
  package init() {}

  /// Writes the manifest of a run whose journal has just been closed beside its files; throws a `RunStore.Failure`.
  package static func seal(_ folder: URL) throws {
    var manifest = Manifest()
    let given = RunStore.givenFiles.filter {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
    try manifest.record(RunJournal.files + given, in: folder)
    do { try manifest.write(to: folder) } catch {
      throw RunStore.Failure.notWritable(folder: folder.path, problem: (error as NSError).plainText)
    }
  }

  /// The manifest in `folder`; nil when there is none. Throws `RunStore.Failure.unreadable`, also for a
  /// line that is not of the form.
  package init?(in folder: URL) throws {
    let file = folder.appending(path: Self.fileName)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    guard let text = String(data: try RunFolder.data(of: file), encoding: .utf8), text.utf8.last == 10 else {
      throw RunStore.Failure.unreadable(
        file: file.path, problem: "it does not end with a line of UTF-8 text")
    }
    for (index, line) in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      guard let (path, digest) = Self.entry(line), digests.updateValue(digest, forKey: path) == nil else {
        throw RunStore.Failure.unreadable(
          file: file.path,
          problem: "line \(index + 1) is not a SHA-256, two blanks and the path of a new file")
      }
    }
  }

  /// The path and the hash of a line; nil when it is not of the form.
  private static func entry(_ line: Substring) -> (path: String, digest: String)? {
    let bytes = Array(line.utf8)
    guard bytes.count > 66, bytes[64] == 32, bytes[65] == 32,
      bytes[..<64].allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    return (String(decoding: bytes[66...], as: UTF8.self), String(decoding: bytes[..<64], as: UTF8.self))
  }

  /// Takes the files at `paths` as they are in `folder` now; every other line stays as it is, so that a raw
  /// file that was changed after the run is never made good.
  package mutating func record(_ paths: [String], in folder: URL) throws {
    for path in paths {
      digests[path] = SHA256.hex(of: try RunFolder.data(of: folder.appending(path: path)))
    }
  }

  /// Puts the manifest into `folder`, whole or not at all; throws what writing throws.
  package func write(to folder: URL) throws {
    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }
    try Data(lines.joined().utf8).write(to: folder.appending(path: Self.fileName), options: .atomic)
  }

  /// How `folder` differs, a line for each file that is missing, was added or was changed; empty when nothing
  /// did. Throws `RunStore.Failure.unreadable` for a file that cannot be read.
  package func differences(from folder: URL) throws -> [String] {
    let present = try RunFolder.files(in: folder).filter { $0 != Self.fileName }
    let missing = Set(digests.keys).subtracting(present).sorted().map { "missing: \($0)" }
    return try missing
      + present.sorted().compactMap { path in
        guard let recorded = digests[path] else { return "added: \(path)" }
        let found = SHA256.hex(of: try RunFolder.data(of: folder.appending(path: path)))
        return found == recorded ? nil : "changed: \(path) (SHA-256 \(found), not \(recorded))"
      }
  }
}
