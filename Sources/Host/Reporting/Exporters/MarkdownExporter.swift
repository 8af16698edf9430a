package import Analysis
package import Foundation
package import Record

/// `BENCHMARK_RESULTS.md`: the whole comparison for readers.
package struct MarkdownExporter: Exporter {
  package let fileName = "BENCHMARK_RESULTS.md"

  /// An exporter; it has no settings.
  package init() {}

  package func render(_ comparison: Comparison, of record: RunRecord) throws -> Data {
    Data(MarkdownRenderer.text(Report.page(comparison, of: record)).utf8)
  }
}
