import Foundation
import Orchestration

let frameworksCommand = Command(
  name: "frameworks", summary: "the frameworks of adapters",
  examples: [.init("harness frameworks new python my-framework", "begin a framework of the Python adapter")],
  subcommands: [newFramework])

private let newFramework = Command(
  name: "new", summary: "write a framework of an adapter, which works, to begin with",
  discussion: """
    Writes a folder of the adapter with an app that serves /health and one workload, json-small, and the line that makes it known. Exit
    codes: 0 it is written, 1 it could not be, 2 usage.
    """,
  operands: Command.Operands(placeholder: "ADAPTER NAME", count: 2...2), flags: [AdapterFlags.adapter],
  examples: [.init("harness frameworks new python my-framework", "begin python/my-framework")]
) { arguments, _ in
  NewFrameworkRequest(
    adapter: arguments.operands[0], name: try ScaffoldName(arguments.operands[1], of: "framework"))
}

private struct NewFrameworkRequest: Request {
  let adapter: String
  let name: ScaffoldName

  func run(in context: Context) throws -> Outcome {
    let entries = try context.adapters().entries
    guard let entry = entries.first(where: { $0.manifest.name == adapter }) else {
      let known = entries.map(\.manifest.name)
      throw UsageError.unknown("adapter", adapter, known: known, command: ["harness", "frameworks", "new"])
    }
    let paths = try Scaffold(.framework, of: entry.folder).write(into: entry.folder, filling: name.values)
    return Outcome(
      answer: nil,
      remarks: [
        "\(adapter)/\(name.text): " + paths.joined(separator: ", ")
          + " in \(entry.folder.relativePath); as it is",
        "  harness verify --frameworks \(adapter)/\(name.text) --workloads json-small",
      ])
  }
}
