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
    trials.jsonl and series.jsonl and holds every stored number, table and report against it. What was measured in the first
    place it cannot prove. Exit codes: 0 all is proven, 1 something is wrong, 2 usage.
    """,
  operands: .one("DIR"), flags: [.json],
  examples: [
    .init("harness results verify results/example", "verify the committed run"),
    .init("harness results verify --json results/example", "the same for programs"),
  ]
) { arguments, context in
  let verification = RunVerification(URL(filePath: arguments.operands[0]))
  if arguments.has(.json) {
    try context.output.write(json: verification)
  } else {
    context.output.write(verification.text)
  }
  return verification.isProven ? .ok : .failed
}

extension RunVerification {
  /// A line per check, those that failed with their problems below, and what was proven.
  var text: String {
    let width = checks.map(\.check.count).max() ?? 0
    let lines = checks.flatMap { check in
      let name = check.check + String(repeating: " ", count: width - check.check.count)
      guard !check.problems.isEmpty else { return ["ok      \(name)  \(check.finding)"] }
      return ["FAILED  \(check.check)"] + check.problems.map { "          \($0)" }
    }
    let failed = checks.filter { !$0.problems.isEmpty }.map(\.check)
    let end =
      isProven
      ? "proven: no file changed since it was written, and every figure follows from the stored trials"
      : "not proven: \(failed.joined(separator: ", ")) failed"
    return (lines + [end]).joined(separator: "\n") + "\n"
  }
}

private let listResults = Command(
  name: "list", summary: "list the stored runs, the oldest first", flags: [CompareFlags.output, .json],
  examples: [.init("harness results list --json", "the same for programs")]
) { arguments, context in
  let rows = try ResultRow.all(in: URL(filePath: arguments.text(CompareFlags.output) ?? "results"))
  if arguments.has(.json) {
    try context.output.write(json: rows)
  } else {
    var table = Table(columns: [
      ("run", .left), ("date", .left), ("rounds", .right), ("outcome", .left), ("frameworks", .left),
    ])
    for row in rows {
      table.append([
        row.folder, row.startedAt?.formatted(.iso8601) ?? "n/a", row.rounds.map { "\($0)" } ?? "n/a",
        row.outcome?.rawValue ?? "n/a", row.problem ?? row.frameworks.joined(separator: " "),
      ])
    }
    context.output.write(table.plain())
  }
  return rows.allSatisfy { $0.problem == nil } ? .ok : .failed
}

/// A run as `results list --json` shows it.
private struct ResultRow: Encodable {
  /// The name of its folder.
  let folder: String
  let startedAt: Date?
  let frameworks: [String]
  let rounds: Int?
  /// `running` also means killed.
  let outcome: Run.Outcome?
  /// Why it cannot be read; nil when it can.
  let problem: String?

  /// The runs in `store`, by date; folders without a `run.json` are none. Throws
  /// `ResultStore.Failure.unreadable`.
  static func all(in store: URL) throws -> [ResultRow] {
    try ResultStore(store).folders().map { folder in
      let name = folder.lastPathComponent
      do {
        let run = try ResultStore.readRun(folder)
        return ResultRow(
          folder: name, startedAt: run.startedAt, frameworks: run.plan.frameworks.map(\.name),
          rounds: run.end(of: .capacity)?.blocks ?? run.plan.rounds, outcome: run.outcome, problem: nil)
      } catch {
        return ResultRow(
          folder: name, startedAt: nil, frameworks: [], rounds: nil, outcome: nil, problem: "\(error)")
      }
    }.sorted { ($0.startedAt ?? .distantPast, $0.folder) < ($1.startedAt ?? .distantPast, $1.folder) }
  }
}
