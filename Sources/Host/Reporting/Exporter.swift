package import Analysis
package import Foundation
package import Record

/// One form in which a comparison is written to a file. Pure: the same comparison gives the same bytes.
package protocol Exporter: Sendable {
  /// The file's name within the run's folder.
  var fileName: String { get }
  /// The file's bytes.
  func render(_ comparison: Comparison, of record: RunRecord) throws -> Data
}

/// All forms that every run is stored in, in the order written.
package enum Exporters {
  /// A new form is a file in this folder and a line here.
  package static let all: [any Exporter] = [
    JSONExporter(), CSVExporter(), MarkdownExporter(), PageExporter(),
  ]
}
