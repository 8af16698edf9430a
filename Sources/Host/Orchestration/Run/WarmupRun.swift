import Record

/// Brings a fresh process to its pace: load of all its workloads in turn, as long as the design says.
struct WarmupRun {
  /// A workload under which the app failed.
  struct Broken: Error {
    let workload: Key<Plan.Workload>
    let failure: Trial.Failure
  }

  let warmup: Design.Warmup
  let driver: any LoadDriving
  let clock: any RunClock

  /// Warms an app of a participant up for a block; throws `Broken`.
  func warmUp(
    _ app: any RunningApp, of participant: Key<Participant>, inBlock block: Int,
    with workloads: [PreparedWorkload]
  ) async throws -> Session {
    let begin = clock.nanoseconds
    let end = begin + UInt64(warmup.seconds * 1e9)
    // A process with many workloads meets each of them, however short.
    let seconds = min(Pilot.windowSeconds, warmup.seconds / Double(max(1, workloads.count)))
    var (answered, next) = (0, 0)
    while clock.nanoseconds < end && answered < warmup.requests ?? .max || next < workloads.count {
      let workload = workloads[next % workloads.count]
      do {
        let load = try await driver.drive(workload, on: app, seconds: seconds)
        try load.check(.warmup, of: app)
        answered += load.answered
      } catch let error as any AppFailure {
        throw Broken(workload: workload.key, failure: error.failure)
      }
      try Task.checkCancellation()
      next += 1
    }
    return Session(
      block: block, participant: participant, startupNanoseconds: app.startupNanoseconds,
      warmupNanoseconds: Int(clock.nanoseconds - begin), warmupRequests: answered)
  }
}
