import Glibc

/// Small files below /proc and /sys, whose size is not known before they are read.
package enum ProcFile {
  /// The file's text without the final newline; nil when it cannot be read.
  package static func text(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 { return nil }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The whole numbers among the first 256 bytes of a file, which has nothing else; none when it cannot be read. For what is read often.
  static func numbers(_ path: String) -> [Int] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      return buffer[..<max(0, count)].split { !(48...57).contains($0) }.map { digits in
        digits.reduce(0) { $0 &* 10 &+ Int($1 &- 48) }
      }
    }
  }

  /// The whole numbers of a file with lines like `key: 12` or `key: 12 kB`, the latter as bytes; none when it cannot be read.
  static func fields(_ path: String) -> [Substring: Int] {
    let lines = (text(path) ?? "").split(separator: "\n")
    return lines.reduce(into: [:]) { fields, line in
      let words = line.split { $0 == ":" || $0 == " " || $0 == "\t" }
      guard words.count == 2 || words.count == 3 && words[2] == "kB", let number = Int(words[1]) else {
        return
      }
      fields[words[0]] = words.count == 3 ? number * 1024 : number
    }
  }

  /// The value of the first `key: value` or `key=value` line of a file; nil when there is none.
  package static func value(of key: String, in path: String) -> String? {
    for line in (text(path) ?? "").split(separator: "\n") {
      guard let separator = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else { continue }
      guard trimmed(line[..<separator]) == key else { continue }
      return trimmed(line[line.index(after: separator)...])
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    let blank: Set<Character> = [" ", "\t", "\""]
    return String(text.drop { blank.contains($0) }.reversed().drop { blank.contains($0) }.reversed())
  }
}
