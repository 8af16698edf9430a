import Glibc

/// What is known of one living process.
struct ProcessRecord {
  /// Nanoseconds of a tick of what /proc counts.
  static let tick = 1_000_000_000 / max(1, SystemSnapshot.ticksPerSecond)
  private static let pageBytes = sysconf(Int32(_SC_PAGESIZE))

  /// When it began, in ticks since the machine did: another process of the same id has another.
  let start: Int
  /// Whose child it was at the last look.
  private(set) var parent: Int32 = 0
  /// Its memory at the last look; what is only read as a whole is that of the last whole reading.
  private(set) var memory: (resident: Int, proportional: Int?, peak: Int) = (0, 0, 0)
  /// Whether the kernel did not show us what it reads and writes.
  private(set) var hidesDisk = false
  /// Whether the kernel did not tell what the scheduler knows of a thread.
  private(set) var hidesSchedule = false
  private let folder: String
  /// The kernel's clock of its processor time, that of ended threads included; nil where there is none.
  private let clock: clockid_t?
  /// What that showed.
  private var clockNanoseconds: Int?
  private var times = ProcessStat.Times()
  private var waited = ProcessStat.Times()
  /// What the kernel says that it, its ended threads and the children that it waited for read and wrote; nil where it does not.
  private var disk: (read: Int, written: Int)?
  private var threads: [String: ThreadCounters] = [:]
  private var endedThreads = ThreadCounters()
  /// What children that have ended had counted when they were last seen, and theirs.
  private var endedChildren = ProcessCounters()

  /// A process that began at `start`; `proc` is where /proc is.
  init(_ pid: Int32, in proc: String, _ start: Int) {
    folder = "\(proc)/\(pid)"
    self.start = start
    var clock = clockid_t()
    self.clock = proc == "/proc" && clock_getcpuclockid(pid, &clock) == 0 ? clock : nil
  }

  /// Living threads.
  var threadCount: Int { threads.count }

  /// All that it has counted, and what children of its have that were never seen.
  var counters: ProcessCounters {
    let seen = threads.values.reduce(endedThreads, +)
    let own = clockNanoseconds ?? max(seen.cpu, (times.user + times.kernel) * Self.tick)
    let user = max(0, waited.user - endedChildren.userTicks)
    let kernel = max(0, waited.kernel - endedChildren.kernelTicks)
    let unseen = (waited.user + waited.kernel) * Self.tick - endedChildren.cpuNanoseconds
    var all = seen
    if let disk {
      all.diskRead = max(seen.diskRead, disk.read - endedChildren.threads.diskRead)
      all.diskWritten = max(seen.diskWritten, disk.written - endedChildren.threads.diskWritten)
    }
    return ProcessCounters(
      userTicks: times.user + user, kernelTicks: times.kernel + kernel,
      cpuNanoseconds: own + max(0, unseen), threads: all)
  }

  /// Takes in the process's own times.
  mutating func take(_ stat: ProcessStat) {
    (parent, times, waited) = (stat.parent, stat.times, stat.waited)
    var time = timespec()
    if let clock, clock_gettime(clock, &time) == 0 {
      clockNanoseconds = time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
  }

  /// Takes note of a child that has ended, whose counts become part of what the kernel tells of the children that it waited for.
  mutating func lose(_ child: ProcessRecord) {
    endedChildren = endedChildren + child.counters + child.endedChildren
  }

  /// Looks at it, at what is cheap or at everything.
  mutating func look(_ stat: ProcessStat, isWhole: Bool) {
    let pages = ProcFile.numbers("\(folder)/statm")
    if pages.count > 1 { memory.resident = pages[1] * Self.pageBytes }
    take(stat)
    (hidesDisk, hidesSchedule) = (isWhole ? false : hidesDisk, false)
    let proportional = isWhole ? ProcFile.fields("\(folder)/smaps_rollup")["Pss"] : nil
    var seen: [String: ThreadCounters] = [:]
    // A folder's listing may lack some while others end.
    for thread in Set(ProcessTree.entries(in: "\(folder)/task")).union(threads.keys) {
      let before = threads[thread]
      guard let now = read("\(folder)/task/\(thread)", after: before, isWhole) else { continue }
      // Another thread of the same id.
      if let before, now.cpu < before.cpu { endedThreads = endedThreads + before }
      seen[thread] = now
    }
    for (thread, counters) in threads where seen[thread] == nil { endedThreads = endedThreads + counters }
    threads = seen
    guard isWhole else { return }
    let io = ProcFile.fields("\(folder)/io")
    if let read = io["read_bytes"], let written = io["write_bytes"] { disk = (read, written) }
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
