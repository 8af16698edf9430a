import CLinux

/// Which processors there are for us.
package struct CPUTopology: Equatable, Sendable {
  /// The processors this process may run on (sched_getaffinity(2)), ascending.
  package let allowed: [Int]

  /// A topology with the given processors.
  package init(allowed: [Int]) {
    self.allowed = allowed
  }

  /// What the kernel allows the calling thread.
  package static func current() throws(SystemError) -> CPUTopology {
    var cpus = [Int32](repeating: 0, count: 8192)
    let count = clinux_allowed_cpus(&cpus, Int32(cpus.count))
    guard count >= 0 else { throw SystemError("read the CPU affinity") }
    return CPUTopology(allowed: cpus.prefix(Int(count)).map(Int.init))
  }

  /// The processors that are threads of the core of one of them, itself included, ascending; itself alone where the kernel does not tell.
  /// `folder` is where the processors are.
  package static func siblings(of cpu: Int, in folder: String = "/sys/devices/system/cpu") -> [Int] {
    ProcFile.text("\(folder)/cpu\(cpu)/topology/thread_siblings_list").flatMap(cpus) ?? [cpu]
  }

  /// The allowed processors that share cores, core by core; those that are alone in theirs are left out.
  package var sharedCores: [[Int]] {
    let cores = Set(allowed.map { Self.siblings(of: $0).filter(allowed.contains) })
    return cores.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// The processors in a kernel CPU list such as "0-3,5", ascending and without repeats; nil when it is not one.
  package static func cpus(inList list: String) -> [Int]? {
    var cpus: Set<Int> = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map(number)
      guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1],
        first <= last
      else { return nil }
      cpus.formUnion(first...last)
    }
    return cpus.sorted()
  }

  private static func number(_ digits: Substring) -> Int? {
    guard digits.count <= 4, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return Int(digits)
  }
}
