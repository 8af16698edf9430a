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
  /// Every file that follows from a run's comparison: one JSON per framework and workload, then each
  /// exporter's. Pure, so that what was published can be checked by rendering it again.
  package static func files(_ comparison: Comparison, of run: Run) throws -> [RenderedFile] {
    try comparison.workloads.flatMap(\.cells).map { cell in
      let place = cell.framework.split(separator: "/").joined(separator: "-")
      return RenderedFile(path: "\(place)/\(cell.workload).json", data: try StoredForm.encode(cell))
    }
      + all.map { RenderedFile(path: $0.fileName, data: try $0.render(comparison, of: run)) }
  }
}
