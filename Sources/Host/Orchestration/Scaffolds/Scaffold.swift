package import Foundation

/// Files to begin an adapter or a framework with. An adapter keeps them in `scaffolds/adapter` and `scaffolds/framework`: `files/` has
/// them by their paths in the new adapter's folder or in this one, with `{{value}}` in texts and paths where something is filled in;
/// `scaffold.json` says what else is to be done.
package struct Scaffold: Sendable {
  /// What it begins.
  package enum Kind: String, Sendable { case adapter, framework }

  /// `scaffold.json`.
  private struct Instructions: Decodable {
    /// A line in a file that is there already.
    struct Line: Decodable {
      let file: String
      /// What the line after it begins with, without leading spaces.
      let before: String
      let text: String
    }

    /// Files and folders of the adapter that the new one has too.
    let copies: [String]?
    let lines: [Line]?
  }

  private let origin: URL
  private let folder: URL
  private let instructions: Instructions

  /// The scaffold that the adapter in `origin` has; throws a `ScaffoldError` when it has none.
  package init(_ kind: Kind, of origin: URL) throws {
    self.origin = origin
    folder = origin.appending(path: "scaffolds/\(kind.rawValue)")
    let file = folder.appending(path: "scaffold.json")
    guard let text = try? Data(contentsOf: file) else { throw ScaffoldError.none(kind, file: file.path) }
    do { instructions = try JSONDecoder().decode(Instructions.self, from: text) } catch {
      throw ScaffoldError.broken(file: file.path, problem: "\(error)")
    }
  }

  /// Writes the files into `target`, with `values` filled in, and the lines; all of it, or nothing where it throws: a `ScaffoldError`
  /// where a file is there already, or a line has no place. The paths that are new, and those that have a new line.
  package func write(into target: URL, filling values: [String: String]) throws -> [String] {
    let additions = try files(values)
    let lines = try (instructions.lines ?? []).map { try file(with: $0, in: target, values) }
    if let there = additions.first(where: { exists($0.path, in: target) }) {
      throw ScaffoldError.exists(path: target.appending(path: there.path).path)
    }
    do {
      for file in additions + lines { try file.write(into: target) }
    } catch {
      // What was there before is touched last, and as a whole.
      for file in additions { try? FileManager.default.removeItem(at: target.appending(path: file.path)) }
      throw error
    }
    return (additions + lines).map(\.path)
  }

  private func exists(_ path: String, in target: URL) -> Bool {
    FileManager.default.fileExists(atPath: target.appending(path: path).path)
  }

  /// Every file that is new.
  private func files(_ values: [String: String]) throws -> [ScaffoldFile] {
    let own = try ScaffoldFile.all(in: folder.appending(path: "files")).map { $0.filled(values) }
    let copied = try (instructions.copies ?? []).flatMap { path in
      try ScaffoldFile.all(in: origin.appending(path: path)).map { $0.moved(below: path) }
    }
    return own + copied
  }

  /// A file that is there, with one line more.
  private func file(
    with line: Instructions.Line, in target: URL, _ values: [String: String]
  ) throws -> ScaffoldFile {
    let file = target.appending(path: line.file)
    var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let place = lines.firstIndex { $0.drop { $0 == " " || $0 == "\t" }.hasPrefix(line.before) }
    guard let place else {
      throw ScaffoldError.noPlace(file: file.path, before: line.before, line: line.text)
    }
    lines.insert(ScaffoldFile.fill(line.text, values), at: place)
    return try ScaffoldFile(at: file, path: line.file, content: Data(lines.joined(separator: "\n").utf8))
  }
}

/// Why a scaffold cannot be written.
package enum ScaffoldError: Error, CustomStringConvertible {
  /// The adapter has none of this kind.
  case none(Scaffold.Kind, file: String)
  /// `scaffold.json` cannot be used.
  case broken(file: String, problem: String)
  /// Something is in the way.
  case exists(path: String)
  /// The line before which another belongs is not there.
  case noPlace(file: String, before: String, line: String)

  package var description: String {
    switch self {
    case .none(let kind, let file): "there is no scaffold for a new \(kind.rawValue): \(file) is not there"
    case .broken(let file, let problem): "\(file): \(problem)"
    case .exists(let path): "\(path) is there already; nothing was written"
    case .noPlace(let file, let before, let line):
      "\(file) has no line that begins with `\(before)`, before which `\(line)` belongs; nothing was written"
    }
  }
}
