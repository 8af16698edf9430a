import Glibc

/// A control group that divides processor time (cgroups(7)), of either version.
package struct ControlGroup: Equatable, Sendable {
  /// Its folder and those of the groups that it is part of, each of which may have a quota.
  let folders: [String]

  /// That of this process, and so of what it starts; nil where there is none.
  package static var ofThisProcess: ControlGroup? {
    ProcFile.text("/proc/self/cgroup").flatMap { ControlGroup(cpuIn: $0) }
  }

  /// The group of a process by its /proc/<pid>/cgroup: that of version 1's `cpu` controller, otherwise that of version 2. `root` is where
  /// groups are.
  init?(cpuIn membership: String, in root: String = "/sys/fs/cgroup") {
    let groups = membership.split(separator: "\n").map {
      $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    }.filter { $0.count == 3 }
    let first = groups.first { $0[1].split(separator: ",").contains("cpu") }
    guard let group = first ?? groups.first(where: { $0[0] == "0" }) else { return nil }
    let isNamed = access("\(root)/\(group[1])", F_OK) == 0
    let mount = first == nil ? root : isNamed ? "\(root)/\(group[1])" : "\(root)/cpu"
    let names = group[2].split(separator: "/")
    folders = (0...names.count).reversed().map { count in
      names.prefix(count).reduce(mount) { "\($0)/\($1)" }
    }
  }

  /// How many processors' time the group may use, the least that one of its groups may; nil: no quota is known.
  package var processors: Double? { folders.compactMap(Self.processors).min() }

  /// How often it had used up its quota of processor time; nil where that is not counted.
  var throttlings: Int? {
    let told = folders.compactMap { ProcFile.text($0 + "/cpu.stat").flatMap { Self.throttlings(in: $0) } }
    return told.isEmpty ? nil : told.reduce(0, +)
  }

  static func throttlings(in stat: String) -> Int? {
    let line = stat.split(separator: "\n").map { $0.split(separator: " ") }.first {
      $0.first == "nr_throttled"
    }
    return line.flatMap { $0.count == 2 ? Int($0[1]) : nil }
  }

  /// The quota of a folder over its period, from version 2's one file or version 1's two; nil without one.
  private static func processors(in folder: String) -> Double? {
    let both = ProcFile.text(folder + "/cpu.max")?.split(separator: " ").map(String.init)
    let quota = both?.first ?? ProcFile.text(folder + "/cpu.cfs_quota_us")
    let period = both?.last ?? ProcFile.text(folder + "/cpu.cfs_period_us")
    guard let quota = quota.flatMap(Double.init), let period = period.flatMap(Double.init), quota > 0,
      period > 0
    else { return nil }
    return quota / period
  }
}
