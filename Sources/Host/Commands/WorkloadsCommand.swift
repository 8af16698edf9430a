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
  name: "list", summary: "list workloads and the suites they are in",
  flags: WorkloadFileFlags.all + [Flag.json],
  examples: [.init("harness workloads list --json", "the same for programs")]
) { arguments, context in WorkloadListRequest(catalogue: try context.catalogue(with: arguments)) }

private struct WorkloadListRequest: Request {
  let catalogue: WorkloadCatalogue

  func run(in context: Context) -> Outcome {
    let rows = catalogue.workloads.map { workload in
      let suites = catalogue.suites.map(\.name).filter { suite in
        catalogue.workloads(inSuite: suite)?.contains { $0.name == workload.name } ?? false
      }
      return WorkloadRow(
        name: workload.name, category: workload.category, summary: workload.summary, suites: suites)
    }
    return Outcome(
      answer: Answer(
        rows,
        columns: [
          .init("workload") { $0.name }, .init("category") { $0.category },
          .init("suites") { $0.suites.joined(separator: " ") }, .init("what it sends") { $0.summary },
        ]))
  }
}

private let shownSeed = Flag(
  "seed", "N", .wholeNumber(in: 0...UInt64(Int64.max)), "seed of the values that are shown", standard: 1)

private let showWorkload = Command(
  name: "show", summary: "show a workload's request and the answer it wants", operands: .one("NAME"),
  flags: WorkloadFileFlags.all + [shownSeed],
  examples: [.init("harness workloads show query-5-validated", "an example of its request and answer")]
) { arguments, context in
  ShownWorkload(
    workload: try WorkloadChoice.workload(arguments.operands[0], of: try context.catalogue(with: arguments)),
    seed: try arguments[shownSeed])
}

private struct ShownWorkload: Request {
  let workload: Workload
  let seed: UInt64

  func run(in context: Context) -> Outcome {
    if let scenario = workload.scenario {
      return Outcome(answer: Answer(ScenarioText.text(scenario.scenario)))
    }
    guard let request = workload.requests(seed: seed, count: 1).first else {
      return Outcome(answer: nil, exitCode: .failed)
    }
    let (what, answer) =
      switch workload.exchange {
      case .messages(_, let isText, let underWay):
        (
          "\(isText ? "text" : "binary") message (\(request.body.count) bytes, \(underWay) under way) over a WebSocket, asked for with Upgrade",
          "the same message"
        )
      case .events: ("request", "\(request.expected.summary), as they are due")
      case nil:
        (
          "\(request.part.map { "a request of its part \($0)" } ?? "request") (\(request.body.count) bytes of body)",
          "in any order of keys:\n\(request.expected.summary)"
        )
      }
    let beside =
      workload.held.map { held in
        """
        beside \(held.description.connections) connections, each opened by:
        \(String(decoding: held.opening.httpBytes(host: "127.0.0.1"), as: UTF8.self))

        """
      } ?? ""
    let text = """
      \(workload.name): \(workload.summary) (\(workload.category))
      \(what):
      \(String(decoding: request.httpBytes(host: "127.0.0.1"), as: UTF8.self))
      answer\(workload.exchange == nil ? ", " : ": ")\(answer)
      \(beside)
      """
    return Outcome(answer: Answer(text))
  }
}
