import Foundation
import Record
import Reporting

let resultsCommand = Command(
  name: "results", summary: "the stored runs, and whether their figures can be trusted",
  examples: [
    .init("harness results list", "the runs in results/"),
    .init("harness results verify results/example", "prove that a run's files and figures are sound"),
  ],
  subcommands: [listResults, verifyResults])

private let verifyResults = Command(
  name: "verify", summary: "check a run's files, and compute every figure again from its trials",
  discussion: """
    Checks the SHA-256 of every file against SHA256SUMS (as `sha256sum -c` does), the schema, and that the
    trials agree with their histograms and the plan; then computes the comparison again from run.json,
    journal.jsonl and series.jsonl and holds every stored number, table and report against it. Of a folder that `harness scenario run`
    left it checks the hashes, every sum, the thresholds and the report. What was measured in the first place it cannot prove. Exit codes: 0 all is proven, 1 something is wrong, 2 usage.
    """,
  operands: .one("DIR"), flags: [Flag.json], operandOffers: .listed(.runs),
  examples: [
    .init("harness results verify results/example", "verify the committed run"),
    .init("harness results verify --json results/example", "the same for programs"),
  ]
) { arguments, _ in VerificationRequest(folder: URL(filePath: arguments.operands[0])) }

private struct VerificationRequest: Request {
  let folder: URL

  func run(in context: Context) -> Outcome {
    let verification = RunVerification(folder)
    return Outcome(
      answer: Answer(verification) { $0.text(style: $1) },
      exitCode: verification.isProven ? .ok : .failed)
  }
}

extension RunVerification {
  /// A row per check, what is wrong with those that failed, and what was proven.
  func text(style: TerminalStyle) -> String {
    var table = Table(columns: [("check", .left), ("verdict", .left), ("finding", .left)])
    for check in checks {
      let verdict: Table.Cell = check.problems.isEmpty ? .init("ok", .good) : .init("FAILED", .bad)
      table.append([.init(check.check), verdict, .init(check.problems.isEmpty ? check.finding : "")])
    }
    let failed = checks.filter { !$0.problems.isEmpty }
    let problems = failed.map { check in
      Block.details(summary: Text("\(check.check):"), [.notes(check.problems.map { Text($0) })])
    }
    let end =
      isProven
      ? "proven: no file changed since it was written, and every figure follows from \(isOfScenario ? "what was counted" : "the stored trials")"
      : "not proven: \(failed.map(\.check).joined(separator: ", ")) failed"
    return TerminalRenderer(style).text(Document([.table(table)] + problems + [.text(Text(end))]))
  }
}

private let listResults = Command(
  name: "list", summary: "list the stored runs, the oldest first", flags: [CompareFlags.output, Flag.json],
  examples: [.init("harness results list --json", "the same for programs")]
) { arguments, _ in ResultListRequest(store: try arguments[CompareFlags.output]) }

private struct ResultListRequest: Request {
  let store: URL

  func run(in context: Context) throws -> Outcome {
    let rows = try ResultRow.all(in: store)
    let answer = Answer(
      rows,
      columns: [
        .init("run") { $0.folder },
        .init("date") { $0.startedAt?.formatted(.iso8601) ?? "n/a" },
        .init("blocks", .right) { $0.blocks.map { "\($0)" } ?? "n/a" },
        .init("outcome") { $0.outcome?.rawValue ?? "n/a" },
        .init("frameworks") { $0.problem ?? $0.frameworks.joined(separator: " ") },
      ])
    return Outcome(answer: answer, exitCode: rows.allSatisfy { $0.problem == nil } ? .ok : .failed)
  }
}

/// A run as `results list --json` shows it.
struct ResultRow: Encodable {
  /// The name of its folder.
  let folder: String
  let startedAt: Date?
  let frameworks: [String]
  let blocks: Int?
  /// Nil while it is running, and for a run that was killed.
  let outcome: RunOutcome.Kind?
  /// Why it cannot be read; nil when it can.
  let problem: String?

  /// The runs in `store`, by date; folders without a `run.json` are none. Throws
  /// `RunStore.Failure.unreadable`.
  static func all(in store: URL) throws -> [ResultRow] {
    try RunStore(store).folders().map { folder in
      let name = folder.lastPathComponent
      do {
        let record = try RunStore.readOutline(folder)
        return ResultRow(
          folder: name, startedAt: record.run.startedAt,
          frameworks: record.plan.compared.map(\.id.rawValue),
          blocks: record.end?.blocks ?? record.plan.blocks.count,
          outcome: record.outcome?.kind, problem: nil)
      } catch {
        return ResultRow(
          folder: name, startedAt: nil, frameworks: [], blocks: nil, outcome: nil, problem: "\(error)")
      }
    }.sorted { ($0.startedAt ?? .distantPast, $0.folder) < ($1.startedAt ?? .distantPast, $1.folder) }
  }
}
