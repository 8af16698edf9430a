import CLinux
import Glibc

/// The processes below this one, so that none of them outlives us.
package enum ProcessTree {
  /// Makes us the parent of every process below us that loses its own, so that `endDescendants` finds it.
  package static func adoptOrphans() throws(SystemError) {
    guard clinux_become_subreaper() == 0 else { throw SystemError("become a subreaper") }
  }

  /// The processes below `root`, parents before their children (`/proc/<pid>/task/*/children`).
  package static func descendants(of root: Int32 = getpid()) -> [Int32] {
    var found: [Int32] = []
    var next = [root]
    while let pid = next.popLast() {
      let children = entries(in: "/proc/\(pid)/task").flatMap { childPIDs(of: pid, thread: $0) }
      found += children
      next += children
    }
    return found
  }

  /// Ends everything below us: SIGTERM, after `graceMilliseconds` SIGKILL; returns when nothing is left, or after 2 s more.
  package static func endDescendants(graceMilliseconds: Int) {
    guard signalAll(SIGTERM) else { return }
    for _ in 0..<max(1, graceMilliseconds / 20) {
      usleep(20_000)
      if living().isEmpty { return }
    }
    for _ in 0..<100 {
      guard signalAll(SIGKILL) else { return }
      usleep(20_000)
    }
  }

  /// Signals every living descendant; false when there is none.
  private static func signalAll(_ signal: Int32) -> Bool {
    let pids = living()
    pids.forEach { kill($0, signal) }
    return !pids.isEmpty
  }

  /// Descendants that have not ended; orphans we adopted are reaped on the way.
  private static func living() -> [Int32] {
    let all = descendants()
    return all.filter { pid in
      guard isZombie(pid) else { return true }
      waitpid(pid, nil, WNOHANG)
      return false
    }
  }

  /// Whether a process, or a thread, has ended.
  static func isZombie(_ pid: Int32) -> Bool {
    ProcessStat(of: pid)?.isZombie ?? true
  }

  private static func childPIDs(of pid: Int32, thread: String) -> [Int32] {
    let list = ProcFile.text("/proc/\(pid)/task/\(thread)/children") ?? ""
    return list.split(separator: " ").compactMap { Int32($0) }
  }

  /// The names in a folder but for hidden ones; none when it cannot be read.
  static func entries(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
