/// A control group that divides processor time (cgroups(7)), of either version.
struct ControlGroup: Equatable {
  /// Its folder below /sys/fs/cgroup.
  let folder: String

  /// That of this process, and so of what it starts; nil where there is none.
  static var ofThisProcess: ControlGroup? {
    ProcFile.text("/proc/self/cgroup").flatMap { ControlGroup(cpuIn: $0) }
  }

  /// The group of a process by its /proc/<pid>/cgroup: that of version 1's `cpu` controller, otherwise that of version 2.
  init?(cpuIn membership: String) {
    let groups = membership.split(separator: "\n").map {
      $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    }.filter { $0.count == 3 }
    let first = groups.first { $0[1].split(separator: ",").contains("cpu") }
    guard let group = first ?? groups.first(where: { $0[0] == "0" }) else { return nil }
    folder = "/sys/fs/cgroup/\(group[1])\(group[1].isEmpty ? "" : "/")\(group[2].drop { $0 == "/" })"
  }

  /// How often it had used up its quota of processor time; nil where that is not counted.
  var throttlings: Int? {
    ProcFile.text(folder + "/cpu.stat").flatMap { Self.throttlings(in: $0) }
  }

  static func throttlings(in stat: String) -> Int? {
    let line = stat.split(separator: "\n").map { $0.split(separator: " ") }.first {
      $0.first == "nr_throttled"
    }
    return line.flatMap { $0.count == 2 ? Int($0[1]) : nil }
  }
}
