import AdapterProtocol
import Foundation
import Orchestration
import Record
import Reporting

let adaptersCommand = Command(
  name: "adapters", summary: "the language adapters on this machine",
  examples: [.init("harness adapters list", "adapters, their runtimes and frameworks")],
  subcommands: [listAdapters, prepareAdapters, pingAdapters])

/// An adapter as `adapters list --json` shows it.
private struct AdapterRow: Encodable {
  let name: String
  let folder: String
  let runtime: RuntimeDescription?
  let frameworks: [Framework]
  let problem: String?
}

private let listAdapters = Command(
  name: "list", summary: "list adapters, the runtimes they use and their frameworks", flags: [.json],
  examples: [.init("harness adapters list --json", "the same for programs")]
) { arguments, context in
  let catalogue = try context.adapters()
  return try await context.withFleet { fleet in
    var rows: [AdapterRow] = []
    for entry in catalogue.entries {
      let name = entry.manifest.name
      do {
        let description = try await fleet.adapter(name).description
        rows.append(
          AdapterRow(
            name: name, folder: entry.folder.path, runtime: description.runtime,
            frameworks: description.frameworks,
            problem: nil))
      } catch {
        rows.append(
          AdapterRow(name: name, folder: entry.folder.path, runtime: nil, frameworks: [], problem: "\(error)")
        )
      }
    }
    if arguments.has(.json) {
      try context.output.write(json: rows)
    } else {
      var table = Table(columns: [("adapter", .left), ("frameworks (* default)", .left), ("runtime", .left)])
      for row in rows {
        let frameworks = row.frameworks.map { $0.name + ($0.isDefault ? "*" : "") }.joined(separator: " ")
        table.append([
          row.name, frameworks,
          row.runtime.map { "\($0.name) \($0.version) (\($0.path))" } ?? row.problem ?? "",
        ])
      }
      context.output.write(table.plain())
    }
    return rows.allSatisfy { $0.problem == nil } ? .ok : .failed
  }
}

private let prepareAdapters = Command(
  name: "prepare", summary: "install and build what the default frameworks need, ahead of a run",
  operands: .init(placeholder: "[NAME…]", count: 0...100),
  examples: [.init("harness adapters prepare python rust", "prepare two adapters' default frameworks")]
) { arguments, context in
  let names =
    arguments.operands.isEmpty ? try context.adapters().entries.map(\.manifest.name) : arguments.operands
  return try await context.withFleet { fleet in
    for name in names {
      for framework in try await fleet.frameworks(named: name) {
        context.output.note("preparing \(framework.name)")
        let versions = try await fleet.adapter(framework.adapter).prepare(framework.framework) { progress in
          context.output.note("  \(progress.message)")
        }.versions
        context.output.note("  \(versions.framework) on \(versions.server), \(versions.runtime)")
      }
    }
    return .ok
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
  operands: .init(placeholder: "[NAME…]", count: 0...100), flags: [.json],
  examples: [.init("harness adapters ping python", "the median and the 99th percentile of 2,000 messages")]
) { arguments, context in
  let names =
    arguments.operands.isEmpty ? try context.adapters().entries.map(\.manifest.name) : arguments.operands
  return try await context.withFleet { fleet in
    var rows: [RoundTrips] = []
    for name in names {
      let adapter = try await fleet.adapter(name)
      var times: [UInt64] = []
      for _ in 0..<2000 { times.append(try await adapter.roundTrip()) }
      times.sort()
      rows.append(
        RoundTrips(
          name: name, messages: times.count, medianNanoseconds: times[times.count / 2],
          p99Nanoseconds: times[times.count * 99 / 100]))
    }
    if arguments.has(.json) {
      try context.output.write(json: rows)
    } else {
      var table = Table(columns: [("adapter", .left), ("median", .right), ("p99", .right)])
      for row in rows {
        let times = [row.medianNanoseconds, row.p99Nanoseconds].map { Figures.time(Double($0)) }
        table.append([row.name] + times)
      }
      context.output.write(table.plain())
    }
    return .ok
  }
}
