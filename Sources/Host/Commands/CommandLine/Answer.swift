import Foundation
import Reporting

/// What a command found out: text for people, JSON for programs.
struct Answer: Sendable {
  private let value: any Encodable & Sendable
  /// The same for people, ending with a line's end.
  let text: @Sendable (_ style: TerminalStyle) -> String

  /// A value, and how it is said.
  init<Value: Encodable & Sendable>(
    _ value: Value, text: @escaping @Sendable (_ value: Value, _ style: TerminalStyle) -> String
  ) {
    self.value = value
    self.text = { text(value, $0) }
  }

  /// A text, which is the same for programs.
  init(_ text: String) { self.init(text) { text, _ in text } }

  /// A list, which is a table for people.
  init<Row: Encodable & Sendable>(_ rows: [Row], columns: [Column<Row>]) {
    self.init(rows) { rows, style in
      var table = Table(columns: columns.map { ($0.title, $0.alignment) })
      for row in rows { table.append(columns.map { $0.cell(row) }) }
      return TerminalRenderer(style).text(table)
    }
  }

  /// The value for programs, ending with a line's end.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  /// A column of a list.
  struct Column<Row>: Sendable {
    let title: String
    let alignment: Table.Alignment
    let cell: @Sendable (Row) -> String

    init(
      _ title: String, _ alignment: Table.Alignment = .left, cell: @escaping @Sendable (Row) -> String
    ) {
      self.title = title
      self.alignment = alignment
      self.cell = cell
    }
  }
}
