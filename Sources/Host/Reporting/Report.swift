import Analysis
import Record

/// The report of a run as documents: lists of sections.
enum Report {
  /// For readers of a page; a new section is a file in this folder's `Sections` and a line here.
  private static let page: [Section] = [
    SummarySection.all, MatrixSection.all, InsightSection.all, WarningSection.all, TailSection.all,
    CategorySection.all, OverheadSection.all, GateSection.all, WarmupSection.all, DriftSection.all,
    MemorySection.all,
    ConditionSection.all,
    MetricSection.all, ErrorSection.all, DeviationSection.all, MethodSection.all, EnvironmentSection.all,
  ]
  /// For who waits for the run to end.
  private static let terminal: [Section] = [
    SummarySection.brief, MatrixSection.all, GateSection.brief, InsightSection.brief, TailSection.brief,
    WarningSection.all,
  ]
  private static let doubts: [Section] = [TailSection.brief, WarningSection.all]

  static func page(_ comparison: Comparison, of record: RunRecord) -> Document {
    document(page, comparison, record)
  }

  static func terminal(_ comparison: Comparison, of record: RunRecord) -> Document {
    document(terminal, comparison, record)
  }

  static func doubts(_ comparison: Comparison, of record: RunRecord) -> Document {
    document(doubts, comparison, record)
  }

  private static func document(
    _ sections: [Section], _ comparison: Comparison, _ record: RunRecord
  ) -> Document {
    let findings = Findings(comparison, record)
    return Document(sections.flatMap { $0(findings) ?? [] })
  }
}
