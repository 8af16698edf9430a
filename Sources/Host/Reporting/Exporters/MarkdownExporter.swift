package import Analysis
package import Foundation
package import Record

/// `BENCHMARK_RESULTS.md`: the answer, and what it rests on, for readers of a code host; beside it the details that it has no room for.
package struct MarkdownExporter: Exporter {
  /// The report's name within the run's folder.
  package static let fileName = "BENCHMARK_RESULTS.md"

  /// What stands before the addresses of the run's other files, e.g. `results/example/`; empty: they are beside it.
  private let base: String

  /// An exporter of a report that is beside the run's other files, or from which they are found at `base`.
  package init(base: String = "") { self.base = base }

  package func files(_ comparison: Comparison, of record: RunRecord) throws -> [RenderedFile] {
    let report = Report(comparison, of: record)
    let own = RenderedFile(path: Self.fileName, data: data(report.page))
    return [own] + report.files.map { RenderedFile(path: $0.path, data: data($0.document)) }
  }

  /// The report alone.
  package func render(_ comparison: Comparison, of record: RunRecord) -> Data {
    data(Report(comparison, of: record).page)
  }

  private func data(_ document: Document) -> Data { Data(MarkdownRenderer(base: base).text(document).utf8) }
}
