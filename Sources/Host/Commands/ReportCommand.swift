import Analysis
import Evidence
import Foundation
import Record
import Reporting

let reportCommand = Command(
  name: "report", summary: "analyse and render a stored run again",
  discussion:
    """
    Reads run.json, journal.jsonl and series.jsonl, writes every file that follows from them anew, and prints the matrices, or with
    --doubts every doubt. Files that are not those of SHA256SUMS are named before. Exit codes: 0 everything was measured that was asked for, 1 something could not be, 2 usage.
    """,
  operands: .one("RUN"),
  flags: [CompareFlags.report, CompareFlags.wide, doubtsFlag, Flag.json],
  operandOffers: .listed(.runs),
  examples: [
    .init("harness report results/20261121T031500Z-1a2b", "render a stored run again"),
    .init(
      "harness report results/20261121T031500Z-1a2b --doubts",
      "what speaks against its numbers, and what would help"),
  ]
) { arguments, _ in
  ReportRequest(
    folder: URL(filePath: arguments.operands[0]),
    reportFile: try OutputFile(CompareFlags.report, of: arguments),
    extent: arguments[doubtsFlag] ? .doubts : arguments[CompareFlags.wide] ? .wide : .brief)
}

private let doubtsFlag = Flag(
  switch: "doubts", "print every doubt and what would help, instead of the matrices")

/// A stored run that is to be analysed and rendered again.
private struct ReportRequest: Request {
  let folder: URL
  /// Where the report is written too; nil: nowhere else.
  let reportFile: OutputFile?
  /// What the answer says.
  let extent: TerminalReport.Extent

  func run(in context: Context) throws -> Outcome {
    try reportFile?.check()
    let record = try RunStore.read(folder)
    let differences = try Manifest(in: folder)?.differences(from: folder) ?? []
    let comparison = Comparison(of: record)
    let report = try Publication(folder).publish(comparison, of: record, reportFile: reportFile)
    return Outcome(
      answer: Answer(comparison) { TerminalReport.text($0, of: record, style: $1, extent) },
      notes: ["report: \(report.place.path)"],
      remarks: differences.map { "harness: warning: the run is not as it was stored: \($0)" },
      exitCode: comparison.isComplete ? .ok : .failed
    ).remarking(report.problems)
  }
}
