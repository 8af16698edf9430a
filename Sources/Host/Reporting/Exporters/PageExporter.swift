package import Analysis
package import Foundation
package import Record

/// `report.html`: the whole comparison as a page with charts, in one file.
package struct PageExporter: FileExporter {
  package let fileName = "report.html"

  /// An exporter; it has no settings.
  package init() {}

  package func render(_ comparison: Comparison, of record: RunRecord) throws -> Data {
    Data(try Page(comparison, of: record).html().source.utf8)
  }
}
