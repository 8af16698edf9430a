import Foundation
package import JSON

/// Reads files of rows: `data: { accounts: { file: "accounts.csv", pick: "unique" } }`.
enum DataReader {
  private static let mostRows = 100_000

  /// A file that has no rows that can be taken.
  private struct Problem: Error {
    let text: String
  }

  /// The tables of a file, whose paths begin in its folder.
  static func tables(_ root: inout JSON5Fields, in folder: URL) -> [DataTable] {
    guard let node = root.node("data") else { return [] }
    var all = JSON5Fields(node, at: "data")
    defer { root.take(all) }
    return all.everyMember().compactMap { member -> DataTable? in
      if !FlowReader.isName(member.name) {
        all.complain(
          member.place, "data.\(member.name): a name has small letters, digits, `_` and `-`, 40 at the most")
      }
      var own = JSON5Fields(member.node, at: all.path(to: member.name))
      defer { all.take(own) }
      let (path, pick) = (own.requiredText("file"), own.choice("pick", of: DataTable.Pick.self) ?? .circular)
      guard !path.isEmpty, let place = own.node("file")?.place else { return nil }
      do throws(Problem) {
        let file = path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
        let (columns, rows) = try rows(of: file)
        return DataTable(name: member.name, place: member.place, pick: pick, columns: columns, rows: rows)
      } catch {
        own.complain(place, "\(own.path(to: "file")): `\(path)` \(error.text)")
        return nil
      }
    }
  }

  /// What is wrong with the first table that has fewer rows than users need of their own; nil: nothing.
  fileprivate static func shortage(of tables: [DataTable], users: Int?) -> JSON5Problem? {
    for table in tables where table.pick == .unique {
      guard let users else {
        return JSON5Problem(
          table.place,
          "data.\(table.name): whether each user has a row of its own depends on how many there are; say users: { count: \(table.rows.count) }"
        )
      }
      guard users <= table.rows.count else {
        return JSON5Problem(
          table.place,
          "data.\(table.name): \(users) users need a row each, and there are \(table.rows.count); add rows, or pick: \"circular\""
        )
      }
    }
    return nil
  }

  private static func rows(of file: URL) throws(Problem) -> (columns: [String], rows: [[DataTable.Cell]]) {
    guard let data = try? Data(contentsOf: file) else { throw Problem(text: "cannot be read") }
    guard let text = String(data: data, encoding: .utf8) else { throw Problem(text: "is not UTF-8") }
    let table =
      switch file.pathExtension.lowercased() {
      case "csv": try CSV.table(text)
      case "json": try jsonTable(text)
      default: throw Problem(text: "must be a .csv with a line of names, or a .json with an array of objects")
      }
    if table.columns.isEmpty { throw Problem(text: "has no columns") }
    if table.rows.isEmpty { throw Problem(text: "has no rows") }
    if table.rows.count > mostRows {
      throw Problem(text: "has \(table.rows.count) rows; \(mostRows) at the most")
    }
    for name in table.columns where !SlotText.isName(name) || name.contains(".") {
      throw Problem(text: "has a column `\(name)`; names have letters, digits, `_` and `-`")
    }
    if Set(table.columns).count < table.columns.count { throw Problem(text: "has two columns of one name") }
    return table
  }

  private static func jsonTable(_ text: String) throws(Problem) -> (
    columns: [String], rows: [[DataTable.Cell]]
  ) {
    let value: JSONValue
    do { value = try JSONValue(parsing: Array(text.utf8)) } catch {
      throw Problem(text: "is no JSON: \(error)")
    }
    guard case .array(let elements) = value else { throw Problem(text: "is no array of objects") }
    var (columns, rows): ([String], [[DataTable.Cell]]) = ([], [])
    for (index, element) in elements.enumerated() {
      guard case .object(let members) = element else {
        throw Problem(text: "has an element [\(index)] that is no object")
      }
      if index == 0 { columns = members.keys.sorted() }
      guard members.keys.sorted() == columns else {
        throw Problem(text: "has an element [\(index)] with other names than the first one")
      }
      rows.append(columns.compactMap { members[$0] }.map { Self.cell($0) })
    }
    return (columns, rows)
  }

  private static func cell(_ value: JSONValue) -> DataTable.Cell {
    .init(text: JSONText.compact(value), isToken: true)
  }

  /// Comma-separated values (RFC 4180).
  private enum CSV {
    static func table(_ text: String) throws(Problem) -> (columns: [String], rows: [[DataTable.Cell]]) {
      var records = try records(text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...])
      guard !records.isEmpty else { throw Problem(text: "is empty") }
      let columns = records.removeFirst()
      for (index, record) in records.enumerated() where record.count != columns.count {
        throw Problem(
          text: "has \(record.count) values in row \(index + 1), and \(columns.count) names in its first line"
        )
      }
      return (columns, records.map { $0.map { .init(text: $0, isToken: false) } })
    }

    /// The values of each line; a value in quotation marks may have commas and line ends, and two of them for one.
    private static func records(_ text: Substring) throws(Problem) -> [[String]] {
      var (records, record, value): ([[String]], [String], [UInt8]) = ([], [], [])
      var (isQuoted, wasQuoted) = (false, false)
      let bytes = Array(text.utf8)
      func end(_ value: inout [UInt8], _ record: inout [String]) {
        record.append(String(decoding: value, as: UTF8.self))
        value = []
      }
      var place = 0
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\"") where isQuoted && place < bytes.count && bytes[place] == byte:
          value.append(byte)
          place += 1
        case UInt8(ascii: "\"") where isQuoted: isQuoted = false
        case _ where isQuoted: value.append(byte)
        case UInt8(ascii: "\"") where value.isEmpty && !wasQuoted: (isQuoted, wasQuoted) = (true, true)
        case UInt8(ascii: ","):
          end(&value, &record)
          wasQuoted = false
        case 13 where place < bytes.count && bytes[place] == 10: break
        case 10:
          end(&value, &record)
          if record != [""] || wasQuoted { records.append(record) }
          (record, wasQuoted) = ([], false)
        default:
          guard !wasQuoted, byte != UInt8(ascii: "\"") else {
            throw Problem(text: "has a quotation mark within a value in line \(records.count + 1)")
          }
          value.append(byte)
        }
      }
      if isQuoted { throw Problem(text: "has a value without a closing quotation mark") }
      if !value.isEmpty || !record.isEmpty || wasQuoted {
        end(&value, &record)
        records.append(record)
      }
      return records
    }
  }
}

extension Scenario {
  /// What is wrong where there are fewer rows than users need of their own; nil: nothing.
  package var shortage: JSON5Problem? { DataReader.shortage(of: tables, users: users ?? load.knownUsers) }
}
