import Record

/// Brings fresh processes to their pace: each is loaded with all its workloads in turn, as long as the design says.
///
/// Apps take turns, and all are warm at the same time: one that rests for many seconds gets cold again (V8 lets go of the code of what does not run).
struct WarmupRun {
  /// An app that was started.
  struct Subject {
    let participant: Key<Participant>
    let app: any RunningApp
    /// What it is loaded with.
    let workloads: [PreparedWorkload]
    /// How long.
    let warmup: Design.Warmup
  }

  /// A workload under which the app failed.
  struct Broken: Error {
    let workload: Key<Plan.Workload>
    let failure: Trial.Failure
  }

  /// How far an app is.
  private struct Progress {
    var nanoseconds: UInt64 = 0
    var requests = 0
    var windows = 0
    var broken: Broken?

    func share(of warmup: Design.Warmup) -> Double {
      max(
        Double(nanoseconds) / 1e9 / warmup.seconds,
        warmup.requests.map { Double(requests) / Double($0) } ?? 0)
    }
  }

  let driver: any LoadDriving
  let clock: any RunClock

  /// Warms apps up for a block; the session of each, or what broke it, in their order.
  func warmUp(_ subjects: [Subject], inBlock block: Int) async throws -> [Result<Session, Broken>] {
    var progress = subjects.map { _ in Progress() }
    while let index = next(subjects, progress) {
      try await drive(subjects[index], &progress[index])
      try Task.checkCancellation()
    }
    return zip(subjects, progress).map { subject, progress in
      progress.broken.map(Result.failure)
        ?? .success(
          Session(
            block: block, participant: subject.participant,
            startupNanoseconds: subject.app.startupNanoseconds,
            warmupNanoseconds: Int(progress.nanoseconds), warmupRequests: progress.requests))
    }
  }

  /// Who has done the smallest part of what is to be done; nil: all have done it.
  private func next(_ subjects: [Subject], _ progress: [Progress]) -> Int? {
    subjects.indices.filter { index in
      let (done, workloads) = (progress[index], subjects[index].workloads)
      return done.broken == nil
        && (done.share(of: subjects[index].warmup) < 1 || done.windows < workloads.count)
    }.min { progress[$0].share(of: subjects[$0].warmup) < progress[$1].share(of: subjects[$1].warmup) }
  }

  /// Loads an app for a window.
  private func drive(_ subject: Subject, _ progress: inout Progress) async throws {
    let workloads = subject.workloads
    let workload = workloads[progress.windows % workloads.count]
    // A process with many workloads meets each of them, however short.
    let seconds = min(Pilot.windowSeconds, subject.warmup.seconds / Double(workloads.count))
    let begin = clock.nanoseconds
    do {
      let load = try await driver.drive(workload, on: subject.app, seconds: seconds)
      try load.check(.warmup, of: subject.app)
      progress.requests += load.answered
    } catch let error as any AppFailure {
      progress.broken = Broken(workload: workload.key, failure: error.failure)
    }
    progress.nanoseconds += clock.nanoseconds - begin
    progress.windows += 1
  }
}
