package import Analysis
package import Foundation
package import Record

/// `comparison.json`, for programs; its schema is in `Sources/Host/Record/Schema`.
package struct JSONExporter: FileExporter {
  package let fileName = "comparison.json"

  /// An exporter; it has no settings.
  package init() {}

  package func render(_ comparison: Comparison, of record: RunRecord) throws -> Data {
    try StoredForm.encode(comparison)
  }
}
