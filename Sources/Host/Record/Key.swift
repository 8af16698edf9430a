/// The name of an `Owner` in records: typed, so that no name is taken for that of something else, and never taken apart.
package struct Key<Owner>: RawRepresentable, Codable, Hashable, Comparable, Sendable, CodingKeyRepresentable,
  ExpressibleByStringLiteral, CustomStringConvertible
{
  /// The name as it is stored and shown.
  package let rawValue: String

  /// The key of this name.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// The key of this name.
  package init(_ name: String) { rawValue = name }

  package init(stringLiteral name: String) { rawValue = name }

  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  package var description: String { rawValue }

  /// The name as that of a file: letters and digits of ASCII, `-`, `_` and `.` stay, everything else becomes `-`.
  package var fileName: String {
    String(rawValue.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0) ? $0 : "-" })
  }

  package static func < (first: Key, second: Key) -> Bool { first.rawValue < second.rawValue }
}
