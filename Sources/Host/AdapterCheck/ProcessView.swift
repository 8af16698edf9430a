import Glibc
import Platform

/// What /proc shows of an adapter's processes.
enum ProcessView {
  /// A process and everything below it, parents first.
  static func tree(of root: Int32) -> [Int32] { [root] + ProcessTree.descendants(of: root) }

  /// Whether a process exists and has not ended.
  static func isAlive(_ pid: Int32) -> Bool { !ProcessTree.isZombie(pid) }

  /// Kills those of the processes that live; returns how many they were.
  static func endLiving(_ pids: some Sequence<Int32>) -> Int {
    let living = pids.filter(isAlive)
    for pid in living { kill(pid, SIGKILL) }
    return living.count
  }

  /// The threads of some processes together.
  static func threads(of pids: [Int32]) -> Int { pids.map { threadIDs(of: $0).count }.reduce(0, +) }

  /// The words that a process was started with: its command line and its environment (proc(5)).
  static func words(of pid: Int32) -> [Substring] {
    ["cmdline", "environ"].flatMap { (ProcFile.text("/proc/\(pid)/\($0)") ?? "").split(separator: "\0") }
  }

  /// The processors that a process's threads may run on.
  static func allowedCPUs(of pid: Int32) -> Set<Int> {
    Set(
      threadIDs(of: pid).flatMap { thread in
        ProcFile.value(of: "Cpus_allowed_list", in: "/proc/\(pid)/task/\(thread)/status")
          .flatMap { CPUTopology.cpus(inList: $0) } ?? []
      })
  }

  /// What a descriptor of a process is open on, e.g. `pipe:[123]`; nil when that is not to be seen.
  static func target(ofDescriptor descriptor: String, of pid: Int32) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/\(pid)/fd/\(descriptor)", &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  /// Whether a process has a socket open that listens on a port.
  static func listens(_ pid: Int32, onPort port: Int) -> Bool {
    let sockets = Set(listeningInodes(onPort: port).map { "socket:[\($0)]" })
    return ProcessTree.entries(in: "/proc/\(pid)/fd").contains { descriptor in
      target(ofDescriptor: descriptor, of: pid).map(sockets.contains) ?? false
    }
  }

  private static func threadIDs(of pid: Int32) -> [String] { ProcessTree.entries(in: "/proc/\(pid)/task") }

  /// Of lines of /proc/net/tcp whose local address has the port and whose state is LISTEN (proc(5)).
  private static func listeningInodes(onPort port: Int) -> [Substring] {
    let digits = String(port, radix: 16, uppercase: true)
    let suffix = ":" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap {
      (ProcFile.text($0) ?? "").split(separator: "\n")
    }
    return lines.compactMap { line in
      let fields = line.split(separator: " ")
      return fields.count > 9 && fields[1].hasSuffix(suffix) && fields[3] == "0A" ? fields[9] : nil
    }
  }
}
