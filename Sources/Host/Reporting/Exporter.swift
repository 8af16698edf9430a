package import Analysis
package import Foundation
package import Record

/// A form that a comparison is published in, beside the run it is from.
package protocol Exporter: Sendable {
  /// The form's files, their paths below the run's folder.
  func files(_ comparison: Comparison, of record: RunRecord) throws -> [RenderedFile]
}

/// A form that is one file.
package protocol FileExporter: Exporter {
  /// The file's name within the run's folder.
  var fileName: String { get }
  /// The file's bytes.
  func render(_ comparison: Comparison, of record: RunRecord) throws -> Data
}

extension FileExporter {
  package func files(_ comparison: Comparison, of record: RunRecord) throws -> [RenderedFile] {
    [RenderedFile(path: fileName, data: try render(comparison, of: record))]
  }
}

/// All forms that every run is stored in, in the order written.
package enum Exporters {
  /// A new form is a file in this folder and a line here.
  package static let all: [any Exporter] = [
    JSONExporter(), CSVExporter(), TrialsExporter(), JUnitExporter(), OpenMetricsExporter(),
    MarkdownExporter(),
    PictureExporter(), PageExporter(),
  ]
}
