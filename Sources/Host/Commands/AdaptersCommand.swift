import AdapterProtocol
import Foundation
import Orchestration
import Record
import Reporting

let adaptersCommand = Command(
  name: "adapters", summary: "the language adapters on this machine",
  examples: [.init("harness adapters list", "adapters, their runtimes and frameworks")],
  subcommands: [listAdapters, prepareAdapters, checkAdapter, newAdapter, pingAdapters])

/// An adapter as `adapters list --json` shows it.
private struct AdapterRow: Encodable {
  let name: String
  let language: String
  let folder: String
  let runtime: RuntimeDescription?
  let frameworks: [Framework]
  /// The names of the frameworks that no stored run has measured.
  let untried: [String]
  let problem: String?

  /// The frameworks as people see them.
  var names: String {
    frameworks.map { $0.name + ($0.isDefault ? "*" : "") + (untried.contains($0.name) ? "?" : "") }
      .joined(separator: " ")
  }
}

private let listAdapters = Command(
  name: "list", summary: "list adapters, the runtimes they use and their frameworks",
  discussion:
    "A framework that no run in the project's results/ or the folder --output has measured yet is untried.",
  flags: AdapterFlags.all + [CompareFlags.output, Flag.json],
  examples: [.init("harness adapters list --json", "the same for programs")]
) { arguments, _ in AdapterListRequest(results: try arguments[CompareFlags.output]) }

private struct AdapterListRequest: Request {
  /// The folder of the user's runs.
  let results: URL

  func run(in context: Context) async throws -> Outcome {
    let catalogue = try context.adapters()
    let proven = ProvenParticipants.of([try context.projectFolder().appending(path: "results"), results])
    return try await context.withFleet { fleet in
      var rows: [AdapterRow] = []
      for entry in catalogue.entries { rows.append(await row(entry, proven, on: fleet)) }
      let answer = Answer(
        rows,
        columns: [
          .init("adapter") { $0.name },
          .init("frameworks (* default, ? untried)") { $0.names },
          .init("runtime") { row in
            row.runtime.map { "\($0.name) \($0.version) (\($0.path))" } ?? row.problem ?? ""
          },
        ])
      return Outcome(answer: answer, exitCode: rows.allSatisfy { $0.problem == nil } ? .ok : .failed)
    }
  }

  private func row(
    _ entry: AdapterCatalogue.Entry, _ proven: Set<Key<Participant>>, on fleet: AdapterFleet
  ) async -> AdapterRow {
    let (name, language, folder) = (entry.manifest.name, entry.manifest.language, entry.folder.path)
    do {
      let description = try await fleet.adapter(name).description
      let untried = description.frameworks.map(\.name).filter {
        !proven.contains(Participant(adapter: name, framework: $0).id)
      }
      return AdapterRow(
        name: name, language: language, folder: folder, runtime: description.runtime,
        frameworks: description.frameworks,
        untried: untried, problem: nil)
    } catch {
      return AdapterRow(
        name: name, language: language, folder: folder, runtime: nil, frameworks: [], untried: [],
        problem: problem(error))
    }
  }

  /// What is wrong, and what the adapter said of it last: where a program is missing, its name.
  private func problem(_ error: any Error) -> String {
    let said = (error as? AdapterError)?.standardError.last.map { ": \($0)" }
    return "\(error)\(said ?? "")"
  }
}

/// The adapters that the operands name; all without any.
private func names(_ arguments: Arguments, _ context: Context) throws -> [String] {
  arguments.operands.isEmpty ? try context.adapters().entries.map(\.manifest.name) : arguments.operands
}

private let prepareAdapters = Command(
  name: "prepare", summary: "install and build what the default frameworks need, ahead of a run",
  operands: .any("NAME"), flags: AdapterFlags.all,
  examples: [.init("harness adapters prepare python rust", "prepare two adapters' default frameworks")]
) { arguments, context in PreparationRequest(names: try names(arguments, context)) }

private struct PreparationRequest: Request {
  let names: [String]

  func run(in context: Context) async throws -> Outcome {
    try await context.withFleet { fleet in
      let apps = LocalApps(fleet)
      for name in names {
        for participant in try await fleet.frameworks(named: name) {
          let prepared = try await apps.prepare(participant) { context.output.note("  \($0.message)") }
          let versions = prepared.facts.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
          context.output.note("\(participant.id): \(versions.joined(separator: ", "))")
        }
      }
      return Outcome(answer: nil)
    }
  }
}

/// An adapter as `adapters ping --json` shows it.
private struct RoundTrips: Encodable {
  let name: String
  let messages: Int
  let medianNanoseconds: UInt64
  let p99Nanoseconds: UInt64
}

private let pingAdapters = Command(
  name: "ping", summary: "how long a message to an adapter and back takes",
  operands: .any("NAME"), flags: AdapterFlags.all + [Flag.json],
  examples: [.init("harness adapters ping python", "the median and the 99th percentile of 2,000 messages")]
) { arguments, context in PingRequest(names: try names(arguments, context)) }

private struct PingRequest: Request {
  private static let messages = 2000

  let names: [String]

  func run(in context: Context) async throws -> Outcome {
    try await context.withFleet { fleet in
      var rows: [RoundTrips] = []
      for name in names {
        let adapter = try await fleet.adapter(name)
        var times: [UInt64] = []
        for _ in 0..<Self.messages { times.append(try await adapter.roundTrip()) }
        times.sort()
        rows.append(
          RoundTrips(
            name: name, messages: times.count, medianNanoseconds: times[times.count / 2],
            p99Nanoseconds: times[times.count * 99 / 100]))
      }
      let answer = Answer(
        rows,
        columns: [
          .init("adapter") { $0.name },
          .init("median", .right) { Figures.time(Double($0.medianNanoseconds)) },
          .init("p99", .right) { Figures.time(Double($0.p99Nanoseconds)) },
        ])
      return Outcome(answer: answer)
    }
  }
}
