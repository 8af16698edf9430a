import Analysis
import Foundation
import Record
import Reporting

let reportCommand = Command(
  name: "report", summary: "analyse and render a stored run again",
  discussion:
    "Reads run.json, trials.jsonl and series.jsonl, writes comparison.json, comparison.csv and BENCHMARK_RESULTS.md anew, and prints the matrix.",
  operands: .one("RUN"),
  flags: [CompareFlags.report, .json],
  examples: [.init("harness report results/20261121T031500Z-1a2b", "render a stored run again")]
) { arguments, context in
  let stored = try ResultStore.read(URL(filePath: arguments.operands[0]))
  let comparison = Comparison(of: stored)
  let report = try Publication(stored.folder).publish(
    comparison, of: stored.run, reportFile: arguments.text(CompareFlags.report).map { URL(filePath: $0) })
  if arguments.has(.json) {
    try context.output.write(json: comparison)
  } else {
    context.output.write(TerminalReport.text(comparison, colour: context.output.colour))
    context.output.note("report: \(report.path)")
  }
  return comparison.isClean ? .ok : .failed
}
