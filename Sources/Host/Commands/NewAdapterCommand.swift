import Contract
import Foundation
import Orchestration

private let sdk = Flag(
  "sdk", "NAME", .text,
  "the language that the adapter's own program is written in, with that adapter's SDK; none: Python without any",
  standard: "python")
private let folder = Flag("folder", "DIR", .folder, "where it goes", otherwise: "NAME-adapter")

let newAdapter = Command(
  name: "new", summary: "write an adapter for a language, which works, to begin with",
  discussion: """
    Writes a folder with an adapter that starts one app, which serves /health and one workload, json-small; what is left to write is listed in
    it. Its README says where your language's app goes. Exit codes: 0 it is written, 1 it could not be, 2 usage.
    """,
  operands: .one("LANGUAGE"), flags: [sdk, folder],
  examples: [
    .init("harness adapters new perl", "an adapter for Perl in perl-adapter, written in Python"),
    .init("harness adapters new Lua --sdk none --folder ~/lua", "one that uses nothing of ours"),
  ]
) { arguments, context in
  let language = arguments.operands[0]
  let name = try ScaffoldName(language.lowercased(), of: "language")
  let adapters = try context.ownAdapters()
  let sdk = try arguments[sdk]
  let origin = sdk == "none" ? adapters : adapters.appending(path: sdk)
  guard let scaffold = try? Scaffold(.adapter, of: origin) else {
    throw UsageError("--sdk \(sdk): there is no such SDK; there are \(try sdks(in: adapters)), none")
  }
  return NewAdapterRequest(
    language: language == name.text ? language.capitalized : language, name: name, scaffold: scaffold,
    folder: try arguments[folder] ?? URL(filePath: "\(name.text)-adapter"))
}

/// The adapters that have an SDK to hand on.
private func sdks(in adapters: URL) throws -> String {
  AdapterCatalogue.adapters(in: adapters).filter { (try? Scaffold(.adapter, of: $0)) != nil }
    .map(\.lastPathComponent).joined(separator: ", ")
}

private struct NewAdapterRequest: Request {
  /// The workloads that it serves as it is written.
  private static let served = ["json-small"]

  let language: String
  let name: ScaffoldName
  let scaffold: Scaffold
  let folder: URL

  func run(in context: Context) throws -> Outcome {
    guard try !context.adapters().entries.contains(where: { $0.manifest.name == name.text }) else {
      throw UsageError(
        "there is an adapter called \(name.text) already; `harness frameworks new \(name.text) NAME` adds a framework to it"
      )
    }
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw ScaffoldError.exists(path: folder.path)
    }
    let unserved = try context.catalogue().workloads.map(\.name).filter { !Self.served.contains($0) }
    var values = name.values
    values["language"] = language
    values["unserved"] = unserved.map { "\"\($0)\"" }.joined(separator: ", ")
    _ = try scaffold.write(into: folder, filling: values)
    // The user asked for it, and it is as we wrote it.
    try context.adapterTrust().remember(AdapterCatalogue.Entry(in: folder))
    let path = folder.relativePath
    return Outcome(
      answer: nil,
      remarks: [
        "\(path): an adapter for \(language), whose README says where to go on; as it is",
        "  harness adapters check \(path) --quick",
        "  harness compare --adapter \(path) --frameworks \(name.text),python --workloads json-small",
      ])
  }
}
