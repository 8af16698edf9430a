import Analysis
import Record

/// Where the run took place, and with what versions.
enum EnvironmentSection {
  static let all: Section = { findings in
    let machine = findings.record.run.environment
    var table = Table(columns: [("what", .left), ("value", .left)])
    for row in rows(machine) { table.append(row) }
    for facts in findings.record.frameworks {
      let versions = facts.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      table.append([
        "\(facts.participant)", "\(versions.joined(separator: ", ")); \(facts.runtime)",
      ])
    }
    return [.heading(2, "Environment"), .table(table)]
  }

  /// What the machine does not let apps have; nothing where there is nothing to say.
  private static func limits(_ machine: Environment) -> [[String]] {
    [
      machine.processorQuota.map { ["quota of processor time", "\(Figures.short($0)) processors"] },
      machine.sharedCores.map { cores in
        ["CPUs of one core", cores.map(LoadWords.processors).joined(separator: "; ")]
      },
      machine.openFiles.map { ["open files at the start", Figures.count($0)] },
    ].compactMap(\.self)
  }

  private static func rows(_ machine: Environment) -> [[String]] {
    let key = machine.machineKey.map { [["machine key", $0]] } ?? []
    let commit = machine.git.map { git in
      [
        [
          "commit",
          "\(git.commit)\(git.branch.map { " (\($0))" } ?? "")\(git.dirty ? ", with uncommitted changes" : "")",
        ]
      ]
    }
    return [
      [
        "host",
        "\(machine.host), \(machine.operatingSystem), Linux \(machine.kernel), \(machine.architecture)",
      ]
    ] + key + [
      [
        "processor",
        "\(machine.cpuModel ?? "n/a"), CPUs \(LoadWords.processors(machine.cpus)), governor \(machine.governor ?? "n/a")",
      ], ["memory", "\(Figures.fixed(Double(machine.memoryBytes) / 1e9, 1)) GB"],
      ["load average at the start", Figures.fixed(machine.loadAverage, 2)],
    ] + limits(machine) + (commit ?? [])
  }
}
