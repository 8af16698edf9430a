import Glibc

/// What the kernel has counted so far, from /proc; two of them tell what happened in between.
package struct SystemSnapshot: Sendable {
  /// CLOCK_MONOTONIC.
  package let nanoseconds: UInt64
  /// Ticks that a hypervisor took from the processors that were asked about; nil where it is not told.
  package let stolenTicks: Int?
  /// Ticks of all processes outside of our own tree, kernel threads left out, those of children that they waited
  /// for included.
  package let otherTicks: Int?

  /// Ticks per second of what /proc counts.
  package static var ticksPerSecond: Int { sysconf(Int32(_SC_CLK_TCK)) }

  /// Looks at `processors` and at every process that can be seen.
  package init(processors: [Int]) {
    stolenTicks = ProcFile.text("/proc/stat").flatMap { Self.stolenTicks(in: $0, processors: processors) }
    let own = Set([getpid()] + ProcessTree.descendants())
    let others = ProcessTree.entries(in: "/proc").compactMap { Int32($0) }.filter { !own.contains($0) }
    otherTicks = others.compactMap { ProcFile.text("/proc/\($0)/stat") }.compactMap(Self.ticks).reduce(0, +)
    nanoseconds = MonotonicClock().nanoseconds
  }

  /// The eighth figure of the `cpuN` lines of /proc/stat (proc(5)), summed over `processors`; nil when one is
  /// missing.
  static func stolenTicks(in stat: String, processors: [Int]) -> Int? {
    let lines = stat.split(separator: "\n").map { $0.split(separator: " ") }
    let found = processors.map { processor -> Int? in
      guard let line = lines.first(where: { $0.first == "cpu\(processor)" }), line.count > 8 else {
        return nil
      }
      return Int(line[8])
    }
    return found.contains(nil) ? nil : found.compactMap(\.self).reduce(0, +)
  }

  /// Fields 14 to 17 of /proc/<pid>/stat, utime to cstime (proc(5)); nil for a kernel thread, whose work is done
  /// for others.
  static func ticks(ofProcess stat: String) -> Int? {
    let kernelThread = 0x0020_0000  // PF_KTHREAD
    guard let close = stat.lastIndex(of: ")") else { return nil }
    // The fields after the name, from the third on.
    let fields = stat[stat.index(after: close)...].split(separator: " ")
    guard fields.count > 14, let flags = Int(fields[6]), flags & kernelThread == 0 else { return nil }
    return fields[11...14].compactMap { Int($0) }.reduce(0, +)
  }
}
