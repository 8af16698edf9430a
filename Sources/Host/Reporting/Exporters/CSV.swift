import Foundation

/// Comma-separated values as RFC 4180 has them: what needs it is quoted, lines end in CR LF.
enum CSV {
  /// A table whose first row has the names of its columns.
  static func data(_ rows: [[String]]) -> Data { Data(rows.map(line).joined().utf8) }

  /// A number with all its digits; nothing where there is none.
  static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  private static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return field }
    return "\"\(field.replacing("\"", with: "\"\""))\""
  }
}
