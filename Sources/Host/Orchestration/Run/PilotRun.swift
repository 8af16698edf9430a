import Glibc
import LoadEngine
import Record

/// Drives a participant before the blocks, in a process of its own, until it has found its pace.
struct PilotRun {
  let plan: Plan
  let host: any AppHost
  let driver: any LoadDriving
  let clock: any RunClock

  /// How it did under these workloads; what goes wrong with the app is part of it. Throws when the task is cancelled.
  func pilot(_ participant: Participant, _ workloads: [PreparedWorkload]) async throws -> Pilot {
    var course = Course(participant, workloads)
    do {
      let app = try await host.start(participant, plan.load, profiled: false)
      course.startupNanoseconds = app.startupNanoseconds
      do { try await drive(app, &course) } catch {
        try? await app.stop()
        throw error
      }
      try await app.stop()
    } catch let error as any AppFailure {
      course.failure = error.failure
    }
    return course.pilot
  }

  /// What has happened so far.
  private struct Course {
    let participant: Participant
    let cycle: ArraySlice<PreparedWorkload>
    let others: ArraySlice<PreparedWorkload>
    var startupNanoseconds: Int?
    var windows: [Pilot.Window] = []
    var confirmations: [Pilot.Confirmation] = []
    var failure: Trial.Failure?

    init(_ participant: Participant, _ workloads: [PreparedWorkload]) {
      self.participant = participant
      cycle = workloads.prefix(Pilot.longestCycle)
      others = workloads.dropFirst(Pilot.longestCycle)
    }

    var pilot: Pilot {
      Pilot(
        participant: participant.id, startupNanoseconds: startupNanoseconds, cycle: cycle.map(\.key),
        windows: windows, confirmations: confirmations, failure: failure)
    }
  }

  private func drive(_ app: any RunningApp, _ course: inout Course) async throws {
    let begin = clock.nanoseconds
    let limit = begin + UInt64(plan.procedure.pilotSeconds * 1e9)
    func drive(_ workload: PreparedWorkload) async throws {
      let load = try await driver.drive(workload, on: app, seconds: Pilot.windowSeconds)
      try Task.checkCancellation()
      try load.check(.warmup, of: app)
      course.windows.append(
        Pilot.Window(
          workload: workload.key, endNanoseconds: Int(clock.nanoseconds - begin),
          requestsPerSecond: load.requestsPerSecond, generatorDemand: load.generatorDemand,
          preparationNanoseconds: load.sessions.flatMap {
            $0.preparationNanoseconds > 0 ? $0.preparationNanoseconds : nil
          }))
    }
    repeat {
      for workload in course.cycle { try await drive(workload) }
    } while clock.nanoseconds < limit && !course.pilot.isOver
    for workload in course.others { try await drive(workload) }
    let pilot = course.pilot
    for workload in course.cycle + course.others {
      guard let demand = pilot.generatorDemands[workload.key], demand > Pilot.Confirmation.demand,
        let capacity = pilot.capacities[workload.key], capacity > 0
      else { continue }
      let work = demand * Double(max(1, plan.load.generatorCPUs.count)) / capacity
      course.confirmations.append(
        try await confirm(workload, on: app, UInt64(Pilot.Confirmation.burden * work * 1e9)))
    }
  }

  /// Windows without and with so many nanoseconds more of the generator's time for each request, in turns.
  private func confirm(
    _ workload: PreparedWorkload, on app: any RunningApp, _ burden: UInt64
  ) async throws -> Pilot.Confirmation {
    func rate(_ burden: UInt64) async throws -> Double {
      let window = LoadWindow(
        seconds: Pilot.Confirmation.seconds, burdenNanoseconds: burden, restSeconds: Pilot.restSeconds)
      let load = try await driver.drive(workload, at: app.address, window, stop: app.alarm, progress: nil)
      try Task.checkCancellation()
      try load.check(.warmup, of: app)
      return load.requestsPerSecond
    }
    var logRatios: [Double] = []
    for pair in 0..<Pilot.Confirmation.pairs {
      let isFirst = pair.isMultiple(of: 2)
      let first = try await rate(isFirst ? burden : 0)
      let second = try await rate(isFirst ? 0 : burden)
      if first > 0, second > 0 { logRatios.append(isFirst ? log(first / second) : log(second / first)) }
    }
    return Pilot.Confirmation(workload: workload.key, logRatios: logRatios)
  }
}
