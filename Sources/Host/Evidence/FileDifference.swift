package import Foundation
package import JSON
import Record

/// Where a stored file differs from the same file computed again, a line for each place.
package enum FileDifference {
  /// Empty when the bytes are the same. Otherwise every value that differs when both are JSON, by its JSON
  /// pointer (RFC 6901), and for other text, or JSON that only looks different, the first line that does,
  /// from shortly before the place.
  package static func lines(stored: Data, recomputed: Data) -> [String] {
    guard stored != recomputed else { return [] }
    if let first = try? StoredForm.decode(JSONValue.self, from: stored),
      let second = try? StoredForm.decode(JSONValue.self, from: recomputed)
    {
      let values = lines(stored: first, recomputed: second, tolerance: 0)
      if !values.isEmpty { return values }
    }
    let (first, second) = (textLines(stored), textLines(recomputed))
    let line = zip(first, second).prefix { $0 == $1 }.count
    let same =
      line < min(first.count, second.count) ? zip(first[line], second[line]).prefix { $0 == $1 }.count : 0
    let excerpt = { (lines: [Data.SubSequence]) -> String in
      guard line < lines.count else { return "nothing" }
      let part = lines[line].dropFirst(max(0, same - 20)).prefix(80)
      return "`\(same > 20 ? "…" : "")\(String(decoding: part, as: UTF8.self))`"
    }
    return ["line \(line + 1): stored \(excerpt(first)), recomputed \(excerpt(second))"]
  }

  /// The same for values that were read already. Numbers that are not both whole may differ by the share
  /// `tolerance`.
  package static func lines(
    stored: JSONValue?, recomputed: JSONValue?, tolerance: Double, at pointer: String = ""
  ) -> [String] {
    guard stored != recomputed else { return [] }
    return switch (stored, recomputed) {
    case (.object(let first), .object(let second)):
      Set(first.keys).union(second.keys).sorted().flatMap { key in
        let token = key.replacing("~", with: "~0").replacing("/", with: "~1")
        return lines(
          stored: first[key], recomputed: second[key], tolerance: tolerance, at: "\(pointer)/\(token)")
      }
    case (.array(let first), .array(let second)):
      (0..<max(first.count, second.count)).flatMap { index in
        lines(
          stored: index < first.count ? first[index] : nil,
          recomputed: index < second.count ? second[index] : nil, tolerance: tolerance,
          at: "\(pointer)/\(index)")
      }
    default:
      same(stored, recomputed, tolerance)
        ? [] : ["\(pointer): stored \(text(stored)), recomputed \(text(recomputed))"]
    }
  }

  private static func same(_ first: JSONValue?, _ second: JSONValue?, _ tolerance: Double) -> Bool {
    if case .integer = first, case .integer = second { return first == second }
    guard let a = first?.double, let b = second?.double else { return first == second }
    return abs(a - b) <= tolerance * max(abs(a), abs(b))
  }

  private static func text(_ value: JSONValue?) -> String {
    guard let value else { return "nothing" }
    return (try? StoredForm.encode(value, pretty: false)).map { String(decoding: $0, as: UTF8.self) } ?? "?"
  }

  private static func textLines(_ data: Data) -> [Data.SubSequence] {
    data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }
}

extension JSONValue {
  /// The value of a number.
  fileprivate var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
