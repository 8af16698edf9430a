import Glibc

/// What a process tree uses, from /proc, for many looks at little cost.
package struct TreeUsage {
  /// A look at the tree. Totals begin anywhere: only what they grow by means something.
  package struct Sample: Equatable, Sendable {
    /// Resident memory of the living processes (/proc/<pid>/statm).
    package var residentBytes = 0
    /// Living threads.
    package var threads = 0
    /// Processor time, that of ended threads as far as it was seen (/proc/<pid>/task/*/schedstat).
    package var cpuNanoseconds = 0
    /// Time that threads were ready but had no processor, likewise.
    package var runQueueNanoseconds = 0
  }

  /// Looks until the tree's processes are looked for anew, which costs more than a look at those that are known.
  private static let looksPerSearch = 10
  private static let pageBytes = sysconf(Int32(_SC_PAGESIZE))

  private let root: Int32
  private var processes: [Int32] = []
  private var looks = 0
  private var last: [Int32: (cpu: Int, wait: Int)] = [:]
  private var totals: (cpu: Int, wait: Int) = (0, 0)

  /// The tree below `root`, with it.
  package init(of root: Int32) { self.root = root }

  /// Looks at the tree.
  package mutating func sample() -> Sample {
    if looks % Self.looksPerSearch == 0 { processes = [root] + ProcessTree.descendants(of: root) }
    looks += 1
    var sample = Sample()
    var seen: [Int32: (cpu: Int, wait: Int)] = [:]
    for process in processes {
      let pages = ProcFile.numbers("/proc/\(process)/statm")
      if pages.count > 1 { sample.residentBytes += pages[1] * Self.pageBytes }
      for name in ProcessTree.entries(in: "/proc/\(process)/task") {
        let times = ProcFile.numbers("/proc/\(process)/task/\(name)/schedstat")
        guard let thread = Int32(name), times.count == 3 else { continue }
        let before = last[thread] ?? (0, 0)
        totals.cpu += max(0, times[0] - before.cpu)
        totals.wait += max(0, times[1] - before.wait)
        seen[thread] = (times[0], times[1])
      }
    }
    last = seen
    sample.threads = seen.count
    sample.cpuNanoseconds = totals.cpu
    sample.runQueueNanoseconds = totals.wait
    return sample
  }
}
