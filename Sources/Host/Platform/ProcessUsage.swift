import Glibc

/// What the processes below a root use and have used, from /proc.
///
/// What ends takes nothing with it: what it had counted when it was last seen stays, and the kernel's sums of a process's ended threads and
/// children tell the rest of their processor time, so that no total ever falls. A process that was in the tree is followed until it ends,
/// also when it has lost its parents; so is one that went into the background before it was seen, if we know it by its environment.
package struct ProcessUsage {
  /// What many looks can afford.
  package struct Sample: Equatable, Sendable {
    /// Resident memory of the living processes (/proc/<pid>/statm).
    package var residentBytes = 0
    /// Living threads.
    package var threads = 0
    /// Processor time, that of threads and of children that have ended included: the process's clock (clock_getcpuclockid(3)), and for
    /// children that ended unseen what their parents were told, in ticks of the kernel's clock (stat).
    package var cpuNanoseconds = 0
    /// Time that threads were ready but had no processor (schedstat); nil where the kernel does not tell.
    package var runQueueNanoseconds: Int?
  }

  /// Everything.
  package struct Reading: Equatable, Sendable {
    /// The figures that every look has.
    package var sample = Sample()
    /// The processes that live.
    package var processes: Set<Int32> = []
    /// How many of them have lost their parents: they went into the background.
    package var orphans = 0
    /// The part of the processor time whose threads ended before they were looked at: what else those had counted is lost.
    package var unseenNanoseconds = 0
    /// Processor time in user mode, to a tick of the kernel's clock.
    package var userNanoseconds = 0
    /// Processor time in the kernel, likewise.
    package var kernelNanoseconds = 0
    /// Resident memory, of which what processes share is divided among them; nil where the kernel does not show it to us.
    package var proportionalBytes: Int?
    /// The most resident memory that each living process ever had, summed.
    package var peakResidentBytes = 0
    /// How often threads gave their processor away.
    package var voluntarySwitches = 0
    /// How often they lost it.
    package var involuntarySwitches = 0
    /// Bytes fetched from storage; nil where the kernel does not show it to us.
    package var diskReadBytes: Int?
    /// Bytes that were to be written to storage, likewise.
    package var diskWrittenBytes: Int?
  }

  /// Whether the kernel divides what processes share among them (smaps_rollup, since Linux 4.14).
  package static var tellsProportionalMemory: Bool { ProcFile.text("/proc/self/smaps_rollup") != nil }

  /// Looks until the tree's processes are looked for anew, which costs more than a look at those that are known.
  private static let looksPerSearch = 10

  private let root: Int32
  private let entry: String?
  private let proc: String
  private var looks = 0
  private var living: [Int32: ProcessRecord] = [:]
  private var ended = ProcessCounters()
  /// The totals of the last look.
  private var told = ProcessCounters()

  /// The tree below `root`, with it, and what has become our child since: the processes whose environment has `entry`, e.g. `PORT=80`.
  package init(of root: Int32, knownBy entry: String? = nil) {
    self.init(of: root, knownBy: entry, in: "/proc")
  }

  /// The same with /proc in another place.
  init(of root: Int32, knownBy entry: String? = nil, in proc: String) {
    self.root = root
    self.entry = entry
    self.proc = proc
  }

  /// Looks at what is cheap.
  package mutating func sample() -> Sample {
    look(isSearch: looks % Self.looksPerSearch == 0, isWhole: false)
    looks += 1
    return summed
  }

  /// Reads everything.
  package mutating func read() -> Reading {
    look(isSearch: true, isWhole: true)
    var reading = Reading(sample: summed, processes: Set(living.keys))
    reading.orphans = living.count { $0.key != root && living[$0.value.parent] == nil }
    let counters = told
    if reading.sample.runQueueNanoseconds != nil {
      reading.unseenNanoseconds = max(0, counters.cpuNanoseconds - counters.threads.cpu)
    }
    reading.userNanoseconds = counters.userTicks * ProcessRecord.tick
    reading.kernelNanoseconds = counters.kernelTicks * ProcessRecord.tick
    reading.voluntarySwitches = counters.threads.voluntary
    reading.involuntarySwitches = counters.threads.involuntary
    let shown = living.values.filter { !$0.hidesDisk }.count == living.count
    reading.diskReadBytes = shown ? counters.threads.diskRead : nil
    reading.diskWrittenBytes = shown ? counters.threads.diskWritten : nil
    let memory = living.values.map(\.memory)
    reading.proportionalBytes = memory.map(\.proportional).reduce(0) { sum, next in
      sum.flatMap { sum in next.map { sum + $0 } }
    }
    reading.peakResidentBytes = memory.map(\.peak).reduce(0, +)
    return reading
  }

  /// Ends whatever of it still lives.
  package func endAll() {
    ProcessTree.end(graceMilliseconds: 300) {
      // None that has come to the id of one that is gone.
      living.filter { ProcessStat(of: $0.key, in: proc)?.start == $0.value.start }.map(\.key) + background
    }
  }

  /// What went into the background, with everything below it.
  private var background: [Int32] {
    guard let entry else { return [] }
    return ProcessTree.strays().filter { ProcessTree.environment(of: $0).contains(entry) }
      .flatMap { [$0] + ProcessTree.descendants(of: $0) }
  }

  private var summed: Sample {
    let counters = told
    let isTold = living.values.allSatisfy { !$0.hidesSchedule }
    return Sample(
      residentBytes: living.values.map(\.memory.resident).reduce(0, +),
      threads: living.values.map(\.threadCount).reduce(0, +), cpuNanoseconds: counters.cpuNanoseconds,
      runQueueNanoseconds: isTold ? counters.threads.runQueue : nil)
  }

  private mutating func look(isSearch: Bool, isWhole: Bool) {
    for pid in pids(isSearch: isSearch) {
      let stat = ProcessStat(of: pid, in: proc)
      if let record = living[pid], record.start != stat?.start { end(pid, record) }
      guard let stat else { continue }
      guard !stat.isZombie else {
        // Its times are whole only now.
        if var record = living[pid] {
          record.take(stat)
          end(pid, record)
        }
        continue
      }
      living[pid, default: ProcessRecord(pid, in: proc, stat.start)].look(stat, isWhole: isWhole)
    }
    // Until its parent has waited for it, what an ended process had counted is missing in the parent's sum.
    told = living.values.map(\.counters).reduce(ended, +).with(told, max)
  }

  /// What there is to look at. Parents come before the children that were known: a child that ends between two looks is not yet in the sum
  /// of a parent that was looked at before it.
  private func pids(isSearch: Bool) -> [Int32] {
    let known = living.sorted { ($0.value.start, $0.key) < ($1.value.start, $1.key) }.map(\.key)
    guard isSearch else { return known }
    return known + ([root] + ProcessTree.descendants(of: root) + background).filter { living[$0] == nil }
  }

  private mutating func end(_ pid: Int32, _ record: ProcessRecord) {
    ended = ended + record.counters
    living[record.parent]?.lose(record)
    living[pid] = nil
  }
}
