import Glibc

/// What the processes below a root use and have used, from /proc.
///
/// What ends takes nothing with it: what it had counted when it was last seen stays, so that no total ever falls. A process that was
/// in the tree is followed until it ends, also when it has lost its parents.
package struct ProcessUsage {
  /// What many looks can afford.
  package struct Sample: Equatable, Sendable {
    /// Resident memory of the living processes (/proc/<pid>/statm).
    package var residentBytes = 0
    /// Living threads.
    package var threads = 0
    /// Processor time: the scheduler's exact figure for every thread that was seen (schedstat), or that of the whole process in ticks
    /// (stat) where it is more, because it has threads that ended unseen.
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

  /// Looks until the tree's processes are looked for anew, which costs more than a look at those that are known.
  private static let looksPerSearch = 10

  private let root: Int32
  private let proc: String
  /// Whether the kernel divides what processes share among them (smaps_rollup, since Linux 4.14).
  package static var tellsProportionalMemory: Bool { ProcFile.text("/proc/self/smaps_rollup") != nil }

  private var looks = 0
  private var living: [Int32: ProcessRecord] = [:]
  private var ended = ProcessCounters()

  /// The tree below `root`, with it.
  package init(of root: Int32) { self.init(of: root, in: "/proc") }

  /// The same with /proc in another place.
  init(of root: Int32, in proc: String) {
    self.root = root
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
    let counters = totals
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

  private var totals: ProcessCounters { living.values.map(\.counters).reduce(ended, +) }

  private var summed: Sample {
    let counters = totals
    let isTold = living.values.allSatisfy { !$0.hidesSchedule }
    return Sample(
      residentBytes: living.values.map(\.memory.resident).reduce(0, +),
      threads: living.values.map(\.threadCount).reduce(0, +), cpuNanoseconds: counters.cpuNanoseconds,
      runQueueNanoseconds: isTold ? counters.threads.runQueue : nil)
  }

  private mutating func look(isSearch: Bool, isWhole: Bool) {
    let found = isSearch ? [root] + ProcessTree.descendants(of: root) : []
    for pid in Set(found).union(living.keys) {
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
      living[pid, default: ProcessRecord("\(proc)/\(pid)", stat.start)].look(stat, isWhole: isWhole)
    }
  }

  private mutating func end(_ pid: Int32, _ record: ProcessRecord) {
    ended = ended + record.counters
    living[pid] = nil
  }
}
