import Glibc

/// What is known of one living process.
struct ProcessRecord {
  /// Nanoseconds of a tick of what /proc counts.
  static let tick = 1_000_000_000 / max(1, SystemSnapshot.ticksPerSecond)
  private static let pageBytes = sysconf(Int32(_SC_PAGESIZE))

  /// When it began, in ticks since the machine did: another process of the same id has another.
  let start: Int
  /// Its memory at the last look; what is only read as a whole is that of the last whole reading.
  private(set) var memory: (resident: Int, proportional: Int?, peak: Int) = (0, 0, 0)
  /// Whether the kernel did not show us what it reads and writes.
  private(set) var hidesDisk = false
  /// Whether the kernel did not tell what the scheduler knows of a thread.
  private(set) var hidesSchedule = false
  private let folder: String
  private var times: (user: Int, kernel: Int) = (0, 0)
  private var threads: [String: ThreadCounters] = [:]
  private var endedThreads = ThreadCounters()

  /// A process that began at `start`, by its folder in /proc.
  init(_ folder: String, _ start: Int) {
    self.folder = folder
    self.start = start
  }

  /// Living threads.
  var threadCount: Int { threads.count }

  /// All that it has counted.
  var counters: ProcessCounters {
    let counted = threads.values.reduce(endedThreads, +)
    return ProcessCounters(
      userTicks: times.user, kernelTicks: times.kernel,
      cpuNanoseconds: max(counted.cpu, (times.user + times.kernel) * Self.tick), threads: counted)
  }

  /// Takes in the process's own times.
  mutating func take(_ stat: ProcessStat) { times = (stat.userTicks, stat.kernelTicks) }

  /// Looks at it, at what is cheap or at everything.
  mutating func look(_ stat: ProcessStat, isWhole: Bool) {
    let pages = ProcFile.numbers("\(folder)/statm")
    if pages.count > 1 { memory.resident = pages[1] * Self.pageBytes }
    take(stat)
    (hidesDisk, hidesSchedule) = (isWhole ? false : hidesDisk, false)
    let proportional = isWhole ? ProcFile.fields("\(folder)/smaps_rollup")["Pss"] : nil
    var seen: [String: ThreadCounters] = [:]
    for thread in ProcessTree.entries(in: "\(folder)/task") {
      let before = threads[thread]
      guard let now = read("\(folder)/task/\(thread)", after: before, isWhole) else { continue }
      // Another thread of the same id.
      if let before, now.cpu < before.cpu { endedThreads = endedThreads + before }
      seen[thread] = now
    }
    for (thread, counters) in threads where seen[thread] == nil { endedThreads = endedThreads + counters }
    threads = seen
    guard isWhole else { return }
    let status = ProcFile.fields("\(folder)/status")
    // Without memory of its own it is just ending, and nothing is hidden.
    memory.proportional = status["VmRSS"] == nil ? 0 : proportional
    memory.peak = status["VmHWM"] ?? 0
  }

  /// A thread's counters, of which a cheap look keeps most as they were; nil when it has just ended.
  private mutating func read(
    _ folder: String, after before: ThreadCounters?, _ isWhole: Bool
  ) -> ThreadCounters? {
    var counters = before ?? ThreadCounters()
    // Before the others: where those can be read, the thread was still there.
    let io = isWhole ? ProcFile.fields("\(folder)/io") : [:]
    let schedule = ProcFile.numbers("\(folder)/schedstat")
    if schedule.count == 3 { (counters.cpu, counters.runQueue) = (schedule[0], schedule[1]) }
    guard schedule.count == 3 || access("\(folder)/stat", F_OK) == 0 else { return nil }
    hidesSchedule = hidesSchedule || schedule.count != 3
    guard isWhole else { return counters }
    let status = ProcFile.fields("\(folder)/status")
    guard let voluntary = status["voluntary_ctxt_switches"] else { return nil }
    counters.voluntary = voluntary
    counters.involuntary = status["nonvoluntary_ctxt_switches"] ?? 0
    if let read = io["read_bytes"], let written = io["write_bytes"] {
      (counters.diskRead, counters.diskWritten) = (read, written)
    } else {
      hidesDisk = true
    }
    return counters
  }
}
