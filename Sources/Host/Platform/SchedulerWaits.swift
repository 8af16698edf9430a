import Glibc

/// How long threads were ready to run but did not get a processor.
package enum SchedulerWaits {
  /// Nanoseconds, summed over a process's living threads, where a name is given those of that name (/proc/<pid>/task/*/schedstat); nil where
  /// the kernel does not tell.
  package static func ofThreads(of pid: Int32 = getpid(), named name: String? = nil) -> UInt64? {
    let folder = "/proc/\(pid)/task"
    let threads = ProcessTree.entries(in: folder).filter {
      name == nil || ProcFile.text("\(folder)/\($0)/comm") == name
    }
    return threads.reduce(UInt64?(0)) { sum, thread in
      sum.flatMap { sum in waits(in: ProcFile.text("\(folder)/\(thread)/schedstat") ?? "").map { sum + $0 } }
    }
  }

  /// The second of the three numbers of a thread's schedstat; nil when it is none.
  static func waits(in schedstat: String) -> UInt64? {
    let fields = schedstat.split(separator: " ")
    return fields.count == 3 ? UInt64(fields[1]) : nil
  }
}
