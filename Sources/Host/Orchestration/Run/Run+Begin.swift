package import Foundation
import Platform
package import Record

extension Run {
  /// A run of a plan that begins now, on this machine; `project` is where the git repository is looked for. Throws when the kernel
  /// does not tell which processors there are.
  package static func beginning(_ plan: Plan, command: [String], in project: URL) throws -> Run {
    let now = Date()
    return Run(
      id: id(at: now, seed: plan.seed), harnessVersion: HarnessVersion.current, command: command,
      startedAt: now, plan: plan,
      environment: Environment.current(in: project, cpus: try CPUTopology.current().allowed))
  }

  /// A name that is sortable by time and unique by a piece of the seed, e.g. `20261121T031500-1a2b`.
  static func id(at date: Date, seed: UInt64) -> String {
    let time = date.formatted(
      .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: false)
        .timeSeparator(.omitted))
    let tail = String(seed & 0xffff, radix: 16)
    return "\(time)-\(String(repeating: "0", count: 4 - tail.count))\(tail)"
  }
}
