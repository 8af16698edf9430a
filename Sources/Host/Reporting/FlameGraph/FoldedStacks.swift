/// A profile as folded stacks: every line names the frames of a stack from the outermost on, separated by semicolons, and ends with how
/// often it was seen, e.g. `main;handle;parse 42`. Profilers of all our languages can write it.
package struct FoldedStacks: Equatable, Sendable {
  /// A line that is no stack.
  package struct Malformed: Error, Equatable, CustomStringConvertible {
    /// Its number, from 1.
    package let line: Int
    package let text: String

    package var description: String {
      "line \(line) of the profile is no stack: `\(text)`; a stack is `outer;inner 42`"
    }
  }

  /// Counts by stack.
  package private(set) var counts: [[String]: Int] = [:]

  /// Reads lines; equal stacks are added, empty lines skipped.
  package init(_ text: String) throws(Malformed) {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      guard !line.isEmpty else { continue }
      guard let space = line.lastIndex(of: " "), let count = Int(line[line.index(after: space)...]), count > 0
      else { throw Malformed(line: index + 1, text: String(line.prefix(80))) }
      let frames = line[..<space].split(separator: ";").map(String.init)
      guard !frames.isEmpty else { throw Malformed(line: index + 1, text: String(line.prefix(80))) }
      counts[frames, default: 0] += count
    }
  }

  /// How often any stack was seen.
  package var total: Int { counts.values.reduce(0, +) }
}

extension FoldedStacks {
  /// The frames that most was counted in themselves, not in what they called, with their shares from 0 to 1; at most `count`.
  package func hottest(_ count: Int) -> [(frame: String, share: Double)] {
    let own = counts.reduce(into: [String: Int]()) { $0[$1.key.last ?? "", default: 0] += $1.value }
    return own.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(count).map {
      ($0.key, Double($0.value) / Double(total))
    }
  }
}
