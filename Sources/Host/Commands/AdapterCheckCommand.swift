import AdapterCheck
import Foundation
import Orchestration
import Reporting

private let quick = Flag(
  switch: "quick", "leave out lines of megabytes, and of the workloads all but the quick suite")

let checkAdapter = Command(
  name: "check", summary: "hold an adapter against every rule of the protocol",
  discussion: """
    Talks to the adapter in a folder as the host does, well and badly, and judges it by the rules of the adapter protocol: the
    check's id is the rule's. Exit codes: 0 every rule that must be kept is kept, 1 some are not, 2 usage.
    """,
  operands: .one("PATH"), flags: [quick, AdapterFlags.trust, Flag.json],
  examples: [
    .init("harness adapters check adapters/python", "check an adapter with its default framework"),
    .init("harness adapters check ~/my-adapter --json", "the same for programs"),
  ]
) { arguments, context in
  let workloads = try context.workloadsFile()
  return AdapterCheckRequest(
    folder: URL(filePath: arguments.operands[0]), workloads: workloads, isQuick: arguments[quick])
}

private struct AdapterCheckRequest: Request {
  let folder: URL
  let workloads: URL
  let isQuick: Bool

  func run(in context: Context) async throws -> Outcome {
    let check = AdapterCheck(
      of: folder.standardizedFileURL, by: try Specification(besides: workloads),
      extent: isQuick ? .brief : .whole)
    let trust = try context.adapterTrust()
    return try await Interruption.cancelling {
      try await trust.check(adapterIn: folder)
      let report = try await check.run { scenario in
        if context.output.isInteractive { context.output.replaceLine("\(scenario.rawValue) …") }
      }
      if context.output.isInteractive { context.output.replaceLine("") }
      return outcome(report)
    }
  }

  private func outcome(_ report: CheckReport) -> Outcome {
    let answer = Answer(report) { report, style in
      var table = Table(columns: [("check", .left), ("verdict", .left), ("what was seen", .left)])
      for result in report.results {
        table.append([result.check.rawValue, result.verdict.rawValue, result.seen.first ?? ""])
        for more in result.seen.dropFirst() { table.append(["", "", more]) }
      }
      return TerminalRenderer(style).text(table)
    }
    let counts = CheckReport.Verdict.allCases.map { ($0, report.checks($0).count) }.filter { $0.1 > 0 }
    let summary =
      "\(report.results.count) checks: " + counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    let ours = report.hostViolations.map { "a fault of harness, not of the adapter: \($0)" }
    return Outcome(answer: answer, remarks: ours + [summary], exitCode: report.isSound ? .ok : .failed)
  }
}
