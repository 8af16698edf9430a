package import Record

/// What happens in a run, for whoever shows it.
package enum RunEvent: Sendable {
  /// An adapter installs or builds; `fraction` from 0 to 1 where it knows.
  case preparing(framework: String, message: String, fraction: Double?)
  /// A workload is about to be verified.
  case verifying(framework: String, workload: String)
  /// Verification of a framework and workload is done.
  case verified(ConformanceRecord)
  /// A session of a half begins: `number` from 1 to `count`.
  case session(Plan.Session, number: Int, count: Int, half: RunHalf)
  /// A half is over.
  case ended(HalfEnd)
  /// A trial is over and on disk.
  case trial(Trial)
  /// A workload is about to be profiled.
  case profiling(framework: String, workload: String)
}
