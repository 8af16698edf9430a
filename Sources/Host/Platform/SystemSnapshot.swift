import Glibc

/// What the kernel has counted so far, from /proc; two of them tell what happened in between.
package struct SystemSnapshot: Sendable {
  /// What the kernel tells of one processor; nil what it does not.
  package struct Processor: Sendable {
    /// Its number.
    package let number: Int
    /// Ticks that a hypervisor took from it.
    package let stolenTicks: Int?
    /// How often it was slowed down because it was too hot.
    package let throttlings: Int?
    /// Its frequency now.
    package let kilohertz: Int?

    fileprivate init(_ number: Int, stat: String?) {
      let folder = "/sys/devices/system/cpu/cpu\(number)"
      self.number = number
      stolenTicks = stat.flatMap { SystemSnapshot.stolenTicks(in: $0, processor: number) }
      throttlings = ProcFile.text(folder + "/thermal_throttle/core_throttle_count").flatMap { Int($0) }
      kilohertz = ProcFile.text(folder + "/cpufreq/scaling_cur_freq").flatMap { Int($0) }
    }
  }

  /// CLOCK_MONOTONIC.
  package let nanoseconds: UInt64
  /// The processors that were asked about.
  package let processors: [Processor]
  /// How often our control group was stopped because it had used up its quota of processor time; nil where it is not told.
  package let quotaThrottlings: Int?
  /// Ticks of all processes outside of our own tree, kernel threads left out, those of children that they waited
  /// for included; what went into the background below us is in our tree if an adapter's app did it, which counts it.
  package let otherTicks: Int?

  /// Processes below us that went into the background and are no adapter's app's.
  package let strays: Int

  /// Ticks per second of what /proc counts.
  package static var ticksPerSecond: Int { sysconf(Int32(_SC_CLK_TCK)) }

  /// Looks at `processors` and at every process that can be seen.
  package init(processors: [Int]) {
    let stat = ProcFile.text("/proc/stat")
    self.processors = processors.map { Processor($0, stat: stat) }
    quotaThrottlings = ControlGroup.ofThisProcess?.throttlings
    let nobodys = ProcessTree.strays().filter { stray in
      !ProcessTree.environment(of: stray).contains { $0.hasPrefix("HARNESS_LISTEN_FD=") }
    }
    let strays = nobodys.flatMap { [$0] + ProcessTree.descendants(of: $0) }
    self.strays = strays.count { !ProcessTree.isZombie($0) }
    let own = Set([getpid()] + ProcessTree.descendants()).subtracting(strays)
    let others = ProcessTree.entries(in: "/proc").compactMap { Int32($0) }.filter { !own.contains($0) }
    otherTicks = others.compactMap { ProcFile.text("/proc/\($0)/stat") }.compactMap(Self.ticks).reduce(0, +)
    nanoseconds = MonotonicClock().nanoseconds
  }

  /// The eighth figure of the `cpuN` line of /proc/stat (proc(5)); nil without it.
  static func stolenTicks(in stat: String, processor: Int) -> Int? {
    let lines = stat.split(separator: "\n").lazy.map { $0.split(separator: " ") }
    guard let line = lines.first(where: { $0.first == "cpu\(processor)" }), line.count > 8 else { return nil }
    return Int(line[8])
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
