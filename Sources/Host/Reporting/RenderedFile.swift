package import Analysis
package import Foundation
package import Record

/// A file that a comparison is published as.
package struct RenderedFile: Equatable, Sendable {
  /// Its path below the run's folder.
  package let path: String
  /// Its bytes.
  package let data: Data
}

extension Exporters {
  /// Every file that follows from a run's comparison. Pure, so that what was published can be checked by rendering it again.
  package static func files(_ comparison: Comparison, of record: RunRecord) throws -> [RenderedFile] {
    try cells(comparison, of: record) + reports(comparison, of: record)
  }

  /// One JSON per participant and condition.
  package static func cells(_ comparison: Comparison, of record: RunRecord) throws -> [RenderedFile] {
    let paths = cellPaths(comparison, of: record)
    return try comparison.cells.map { _, cell in
      RenderedFile(path: paths[CellPlace(cell)] ?? "", data: try StoredForm.encode(cell))
    }
  }

  /// The files of every exporter.
  package static func reports(_ comparison: Comparison, of record: RunRecord) throws -> [RenderedFile] {
    try all.flatMap { try $0.files(comparison, of: record) }
  }

  /// Where each cell's file is, below the run's folder.
  static func cellPaths(_ comparison: Comparison, of record: RunRecord) -> [CellPlace: String] {
    let folders = Dictionary(record.plan.participants.map { ($0.id, $0.folder) }) { first, _ in first }
    var paths = UniquePaths()
    return comparison.cells.reduce(into: [:]) { all, entry in
      let folder = folders[entry.cell.participant] ?? entry.cell.participant.fileName
      all[CellPlace(entry.cell)] = paths.next("\(folder)/\(entry.condition.id.fileName)", "json")
    }
  }
}

/// Whose cell, under what.
struct CellPlace: Hashable {
  let participant: Key<Participant>
  let condition: Key<Condition>

  init(_ cell: Cell) { (participant, condition) = (cell.participant, cell.condition) }
}

/// Paths that are given once: what differs only in what no file name has is numbered, from 2 on.
private struct UniquePaths {
  private var taken: Set<String> = []

  mutating func next(_ stem: String, _ suffix: String) -> String {
    var (path, number) = ("\(stem).\(suffix)", 1)
    while !taken.insert(path).inserted {
      number += 1
      path = "\(stem)-\(number).\(suffix)"
    }
    return path
  }
}
