import Analysis
import Record

/// The report of a run as documents: lists of sections. A new section is a file in this folder's `Sections` and a line here.
struct Report {
  /// What is said at once: the answer, at what cost, and why.
  private static let answer: [Section] = [
    SummarySection.all, GlanceSection.all, MatrixSection.first, WhySection.all, WarningSection.brief,
  ]

  /// What that rests on, in parts of which each is folded on the page where there is room, and a file otherwise; what few look for is last.
  private static let details: [(name: String, title: String, sections: [Section])] = [
    (
      "matrices", "Every measure under every condition",
      [MatrixSection.all, CategorySection.all, PartSection.all]
    ),
    ("validation", Overhead.Cause.validation.title, [OverheadSection.validation]),
    ("held", Overhead.Cause.openConnections.title, [OverheadSection.openConnections]),
    (
      "method", "Method, machine, and how to measure it again",
      [ReproductionSection.all, MethodSection.all, DeviationSection.all, EnvironmentSection.all]
    ),
    (
      "evidence", "What the numbers rest on",
      [
        WarningSection.all, GateSection.all, ErrorSection.all, WarmupSection.all, DriftSection.all,
        MemorySection.all,
      ]
    ),
    ("runtime", "What the apps' runtimes tell", [InsightSection.all, TailSection.all, MetricSection.all]),
    ("conditions", "Condition by condition", [ConditionSection.all]),
  ]

  /// For who waits for the run to end: the verdict first, doubts last.
  private static let brief: [Section] = [
    SummarySection.headline, MatrixSection.brief, GlanceSection.brief, WhySection.all, GateSection.brief,
    WarningSection.lines,
  ]
  /// The same with every interval and every doubt.
  private static let wide: [Section] = [
    SummarySection.brief, MatrixSection.all, PartSection.all, GateSection.brief, InsightSection.brief,
    TailSection.brief, WarningSection.all,
  ]
  /// What a report that is told elsewhere must not hide.
  private static let doubts: [Section] = [TailSection.brief, WarningSection.all]

  /// So many bytes of Markdown are a page that people still open; what links lead to has room beside them.
  private static let mostBytes = 38_000

  /// The page.
  let page: Document
  /// The parts that it has no room for.
  let files: [(path: String, document: Document)]

  /// For readers of a page.
  init(_ comparison: Comparison, of record: RunRecord) {
    let findings = Findings(comparison, record)
    var blocks = Self.document(Self.answer, findings).blocks
    var bytes = Self.bytes(blocks)
    var files: [(path: String, document: Document)] = []
    var links: [Text] = [.link("The same as a page with charts", to: "report.html")]
    for (name, title, sections) in Self.details {
      let own = Self.document(sections, findings).blocks
      guard let first = own.first else { continue }
      let rest = first == .heading(2, Text(title)) ? Array(own.dropFirst()) : own
      let folded = Block.details(summary: Text(title), rest)
      if bytes + Self.bytes([folded]) <= Self.mostBytes {
        blocks.append(folded)
        bytes += Self.bytes([folded])
      } else {
        files.append(("details/\(name).md", Document([.heading(1, Text(title))] + rest)))
        links.append(.link(title, to: "details/\(name).md"))
      }
    }
    page = Document(blocks + [.list(links)])
    self.files = files
  }

  private static func bytes(_ blocks: [Block]) -> Int { MarkdownRenderer().text(Document(blocks)).utf8.count }

  /// For a terminal.
  static func terminal(
    _ comparison: Comparison, of record: RunRecord, _ extent: TerminalReport.Extent
  ) -> Document {
    let sections =
      switch extent {
      case .brief: brief
      case .wide: wide
      case .doubts: doubts
      }
    return document(sections, Findings(comparison, record))
  }

  private static func document(_ sections: [Section], _ findings: Findings) -> Document {
    Document(sections.flatMap { $0(findings) ?? [] })
  }
}
