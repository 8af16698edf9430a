package import Analysis
package import Foundation
package import Record

/// `BENCHMARK_RESULTS.md`: the whole comparison for readers.
package struct MarkdownExporter: Exporter {
  package let fileName = "BENCHMARK_RESULTS.md"

  /// An exporter; it has no settings.
  package init() {}

  /// Sections, in the order they appear.
  private static let sections: [@Sendable (Comparison, Run) -> String?] = [
    MarkdownSections.summary, MarkdownSections.matrix, MarkdownSections.insights, MarkdownSections.caveats,
    MarkdownSections.latency, MarkdownSections.tails, MarkdownSections.categories,
    MarkdownSections.workloads, MarkdownSections.gates, MarkdownSections.warmups, MarkdownSections.resources,
    MarkdownSections.memory, MarkdownSections.runtimeMetrics,
    MarkdownSections.errors, MarkdownSections.deviations, MarkdownSections.method,
    MarkdownSections.environment,
  ]

  package func render(_ comparison: Comparison, of run: Run) throws -> Data {
    let text = Self.sections.compactMap { $0(comparison, run) }.joined(separator: "\n")
    return Data(text.utf8)
  }
}
