package import Contract
package import Record

/// Proves that a participant's app does the work of the contract before anything is measured.
package struct Verification: Sendable {
  private let workloads: [Workload]
  private let verifier: any WorkVerifying

  /// Verification with these workloads.
  package init(_ workloads: [Workload], by verifier: any WorkVerifying) {
    self.workloads = workloads
    self.verifier = verifier
  }

  /// Starts the participant's app, which has been prepared, checks the server as a whole and every workload, and stops the app; the
  /// observer gets a record of each. Throws an `AppFailure` when the app cannot be had.
  package func verify(
    _ participant: Participant, _ load: Plan.Load, on host: any AppHost, telling observer: any RunObserver
  ) async throws {
    let app = try await host.start(participant, load, profiled: false)
    do {
      try check(participant, app, telling: observer)
    } catch {
      try? await app.stop()
      throw error
    }
    try await app.stop()
  }

  private func check(
    _ participant: Participant, _ app: any RunningApp, telling observer: any RunObserver
  ) throws {
    func check(_ workload: Workload?) throws {
      let findings = verifier.check(workload, at: app.address)
      try observer.happened(
        .conformance(
          ConformanceRecord(
            participant: participant.id, workload: workload.map { Key($0.name) }, checks: findings.checks,
            failures: findings.failures,
            isAbsent: findings.isAbsent && !(participant.servesContract && workload?.isOfContract != false))))
    }
    if participant.servesContract { try check(nil) }
    for workload in workloads {
      try Task.checkCancellation()
      observer.began(.verifying(participant.id, Key(workload.name)))
      try check(workload)
    }
  }
}
