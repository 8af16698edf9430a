import CLinux
import Glibc
import Synchronization

/// The processes below this one, so that none of them outlives us.
package enum ProcessTree {
  private static let adoptsOrphans = Atomic<Bool>(false)

  /// Makes us the parent of every process below us that loses its own, so that `endDescendants` and `strays` find it.
  package static func adoptOrphans() throws(SystemError) {
    guard clinux_become_subreaper() == 0 else { throw SystemError("become a subreaper") }
    adoptsOrphans.store(true, ordering: .relaxed)
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

  /// The children of ours that we did not start: they lost their parents below us, as what goes into the background does. None unless we
  /// adopt orphans.
  package static func strays() -> [Int32] {
    guard adoptsOrphans.load(ordering: .relaxed) else { return [] }
    // While one is being started we do not know it yet.
    return ChildProcess.withStarted { started in
      entries(in: "/proc/self/task").flatMap { childPIDs(of: getpid(), thread: $0) }
        .filter { !started.contains($0) }
    }
  }

  /// Ends all strays with everything below them.
  package static func endStrays() {
    end(graceMilliseconds: 300) { strays().flatMap { [$0] + descendants(of: $0) } }
  }

  /// Ends everything below us: SIGTERM, after `graceMilliseconds` SIGKILL; returns when nothing is left, or after 2 s more.
  package static func endDescendants(graceMilliseconds: Int) {
    end(graceMilliseconds: graceMilliseconds) { descendants() }
  }

  /// Ends what `find` finds in the same way.
  static func end(graceMilliseconds: Int, _ find: () -> [Int32]) {
    guard signal(SIGTERM, find()) else { return }
    for _ in 0..<max(1, graceMilliseconds / 20) {
      usleep(20_000)
      if living(find()).isEmpty { return }
    }
    for _ in 0..<100 {
      guard signal(SIGKILL, find()) else { return }
      usleep(20_000)
    }
  }

  /// Signals those of the processes that live; false when there is none.
  private static func signal(_ signal: Int32, _ pids: [Int32]) -> Bool {
    let pids = living(pids)
    pids.forEach { kill($0, signal) }
    return !pids.isEmpty
  }

  /// Those of the processes that have not ended; orphans we adopted are reaped on the way.
  private static func living(_ pids: [Int32]) -> [Int32] {
    pids.filter { pid in
      guard isZombie(pid) else { return true }
      waitpid(pid, nil, WNOHANG)
      return false
    }
  }

  /// The entries of a process's environment when it began, e.g. `PORT=80`; none when it is gone or hides them.
  package static func environment(of pid: Int32) -> Set<String> {
    let text = ProcFile.text("/proc/\(pid)/environ") ?? ""
    return Set(text.split(separator: "\0").map(String.init))
  }

  /// Whether a process, or a thread, has ended.
  package static func isZombie(_ pid: Int32) -> Bool {
    ProcessStat(of: pid)?.isZombie ?? true
  }

  private static func childPIDs(of pid: Int32, thread: String) -> [Int32] {
    let list = ProcFile.text("/proc/\(pid)/task/\(thread)/children") ?? ""
    return list.split(separator: " ").compactMap { Int32($0) }
  }

  /// The names in a folder but for hidden ones; none when it cannot be read.
  package static func entries(in path: String) -> [String] {
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
