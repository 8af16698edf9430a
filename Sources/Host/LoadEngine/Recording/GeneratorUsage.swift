import CLinux
import Foundation

/// What a load worker itself used in the window, to tell whether it was the bottleneck.
package struct GeneratorUsage: Equatable, Sendable {
  /// Processor time in user mode (getrusage RUSAGE_THREAD).
  package internal(set) var cpuUserNanoseconds: UInt64 = 0
  /// Processor time in the kernel; on loopback it includes the server's receive path.
  package internal(set) var cpuSystemNanoseconds: UInt64 = 0
  /// Time in which the worker waited for events, whichever way: it had nothing to do.
  package internal(set) var blockedNanoseconds: UInt64 = 0
  /// Time runnable but waiting for a processor (/proc/thread-self/schedstat); nil when the kernel does not tell.
  package internal(set) var runQueueNanoseconds: UInt64?
  /// The longest time between two waits, by which answers may have been noticed late.
  package internal(set) var maxLoopNanoseconds: UInt64 = 0

  /// Sums the times; of the longest loops the longer, of an unknown queue time none.
  mutating func merge(_ other: GeneratorUsage) {
    cpuUserNanoseconds += other.cpuUserNanoseconds
    cpuSystemNanoseconds += other.cpuSystemNanoseconds
    blockedNanoseconds += other.blockedNanoseconds
    runQueueNanoseconds = runQueueNanoseconds.flatMap { ours in other.runQueueNanoseconds.map { ours + $0 } }
    maxLoopNanoseconds = max(maxLoopNanoseconds, other.maxLoopNanoseconds)
  }

  /// The calling thread's totals since it started; waits are the worker's to measure.
  static func ofThisThread() -> GeneratorUsage {
    var usage = GeneratorUsage()
    clinux_thread_times(&usage.cpuUserNanoseconds, &usage.cpuSystemNanoseconds)
    usage.runQueueNanoseconds = (try? String(contentsOfFile: "/proc/thread-self/schedstat", encoding: .utf8))
      .flatMap { text in
        let fields = text.split(separator: " ")
        return fields.count == 3 ? UInt64(fields[1]) : nil
      }
    return usage
  }

  /// Takes in what this thread used since `start`, which it got from `ofThisThread`.
  mutating func addUse(since start: GeneratorUsage) {
    let now = Self.ofThisThread()
    cpuUserNanoseconds += now.cpuUserNanoseconds - start.cpuUserNanoseconds
    cpuSystemNanoseconds += now.cpuSystemNanoseconds - start.cpuSystemNanoseconds
    guard let first = start.runQueueNanoseconds, let last = now.runQueueNanoseconds else { return }
    runQueueNanoseconds = (runQueueNanoseconds ?? 0) + (last - first)
  }
}
