import Foundation
import Platform

/// How long threads were ready to run but did not get a processor.
enum SchedulerWaits {
  /// Nanoseconds, summed over our living threads of this name (/proc/self/task/*/schedstat); nil where the
  /// kernel does not tell.
  static func ofThreads(named name: String) -> UInt64? {
    let folder = "/proc/self/task"
    guard let threads = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
    let ours = threads.filter { ProcFile.text("\(folder)/\($0)/comm") == name }
    return ours.reduce(UInt64?(0)) { sum, thread in
      sum.flatMap { sum in waits(in: ProcFile.text("\(folder)/\(thread)/schedstat") ?? "").map { sum + $0 } }
    }
  }

  /// The second of the three numbers of a thread's schedstat; nil when it is none.
  static func waits(in schedstat: String) -> UInt64? {
    let fields = schedstat.split(separator: " ")
    return fields.count == 3 ? UInt64(fields[1]) : nil
  }
}
