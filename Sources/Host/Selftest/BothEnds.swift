import Platform

/// Connections of which both ends are open in this process.
enum BothEnds {
  /// `wanted` connections, or as many as leave an eighth of the hard limit of open files to whatever else the process does.
  static func most(_ wanted: Int) -> Int {
    let hard = DescriptorLimit.current?.hard ?? 0
    return min(wanted, max(1, (hard - max(2 * descriptors(for: 0), hard / 8)) / 2))
  }

  /// Makes room for so many; why there is none, nil when there is.
  static func shortage(for connections: Int) -> String? {
    let needed = descriptors(for: connections)
    if case .success(nil) = Result(catching: { try DescriptorLimit.makeRoom(for: needed) }) { return nil }
    return "both ends need \(needed) open files; raise the limit with `ulimit -n`"
  }

  /// Open files of both ends, with some to spare for what else is open.
  private static func descriptors(for connections: Int) -> Int { 2 * connections + 256 }
}
