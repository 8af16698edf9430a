import Contract
import Foundation
import JSON
import Reporting

let workloadsCommand = Command(
  name: "workloads", summary: "the workloads of the contract",
  examples: [.init("harness workloads list", "all workloads and suites")],
  subcommands: [listWorkloads, showWorkload])

/// A workload as `workloads list --json` shows it.
private struct WorkloadRow: Encodable {
  let name: String
  let category: String
  let summary: String
  let suites: [String]
}

private let listWorkloads = Command(
  name: "list", summary: "list workloads and the suites they are in", flags: [.json],
  examples: [.init("harness workloads list --json", "the same for programs")]
) { arguments, context in
  let catalogue = try context.catalogue()
  let rows = catalogue.workloads.map { workload in
    let suites = catalogue.suites.map(\.name).filter { suite in
      catalogue.workloads(inSuite: suite)?.contains { $0.name == workload.name } ?? false
    }
    return WorkloadRow(
      name: workload.name, category: workload.category, summary: workload.summary, suites: suites)
  }
  if arguments.has(.json) {
    try context.output.write(json: rows)
  } else {
    var table = Table(columns: [
      ("workload", .left), ("category", .left), ("suites", .left), ("what it sends", .left),
    ])
    rows.forEach { table.append([$0.name, $0.category, $0.suites.joined(separator: " "), $0.summary]) }
    context.output.write(table.plain())
  }
  return .ok
}

private let showWorkload = Command(
  name: "show", summary: "show a workload's request and the answer it wants", operands: .one("NAME"),
  flags: [CompareFlags.seed],
  examples: [.init("harness workloads show query-5-validated", "an example of its request and answer")]
) { arguments, context in
  let workload = try CellsRequest.workload(arguments.operands[0], try context.catalogue())
  let seed: UInt64 = try arguments.integer(CompareFlags.seed, in: 0...UInt64(Int64.max)) ?? 1
  guard let request = workload.requests(seed: seed, count: 1).first else { return .failed }
  let answer = JSONText.compact(request.expectedAnswer)
  context.output.write(
    """
    \(workload.name): \(workload.summary) (\(workload.category))
    request (\(request.body.count) bytes of body):
    \(String(decoding: request.httpBytes(host: "127.0.0.1"), as: UTF8.self))
    answer, in any order of keys:
    \(answer)

    """)
  return .ok
}
