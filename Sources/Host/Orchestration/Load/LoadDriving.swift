package import Contract
package import LoadEngine
package import Platform
package import Record

/// Who drives requests at an app: our engine, or a test's script.
package protocol LoadDriving: Sendable {
  /// Loads the app at `address` for a window, or until `stop` is raised, and judges what came back; `progress` is told how far it is,
  /// and when it is over, whatever its end. What the app does is counted; an error means that there was no load.
  func drive(
    _ workload: PreparedWorkload, at address: AppAddress, _ window: LoadWindow, stop: StopFlag,
    progress: LoadProgress?
  ) async throws -> LoadFigures

  /// Opens the connections of a workload to the app at `address` and holds them, until `end` is called or `stop` is raised. Throws an
  /// `AppFailure` when the app does not keep them all.
  func hold(_ workload: HeldWorkload, at address: AppAddress, stop: StopFlag) async throws
    -> any HeldConnections
}

extension LoadDriving {
  /// A closed loop of so many seconds that nobody watches.
  package func drive(
    _ workload: PreparedWorkload, on app: any RunningApp, seconds: Double
  ) async throws -> LoadFigures {
    try await drive(
      workload, at: app.address, LoadWindow(seconds: seconds, restSeconds: Pilot.restSeconds),
      stop: app.alarm,
      progress: nil)
  }
}

/// A workload with the requests that stand for it in a run.
package struct PreparedWorkload: Sendable {
  /// The workload.
  package let workload: Workload
  /// What is sent in rotation; nothing where users make their requests as they go.
  package let requests: [WorkloadRequest]
  /// What users' values follow from.
  let seed: UInt64
  /// What users' keys begin with in a window.
  let runs = RunNames()
  /// The names of a mix's parts, in the order in which they come first; empty of other workloads.
  var parts: [String] {
    requests.compactMap(\.part).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
  /// Its name in plans.
  package var key: Key<Plan.Workload> { Key(workload.name) }

  /// So many `variants` of a workload's requests, with values from a seed.
  package init(_ workload: Workload, variants: Int, seed: UInt64) {
    self.workload = workload
    self.seed = seed
    requests = workload.requests(seed: seed, count: variants)
  }
}

/// How long requests are sent, and when.
package struct LoadWindow: Sendable {
  /// Requests that are due whatever the app does.
  package struct Offer: Equatable, Sendable {
    /// Requests per second.
    package let rate: Double
    /// The seed of a Poisson process; nil: evenly spread.
    package let poissonSeed: UInt64?
  }

  /// Its length.
  package let seconds: Double
  /// What is offered in an open loop; nil: a closed loop.
  package let offer: Offer?
  /// Whose turn it is among apps that are loaded in slices; nil: the window is one piece.
  package let seat: Rota.Seat?
  /// For how long the generator is kept busy before each request, to see whether it is what limits the app.
  package let burdenNanoseconds: UInt64
  /// How long what is under way at its end is waited for where something was answered; nil: as long as is usual.
  package let restSeconds: Double?

  /// A window.
  package init(
    seconds: Double, offer: Offer? = nil, seat: Rota.Seat? = nil, burdenNanoseconds: UInt64 = 0,
    restSeconds: Double? = nil
  ) {
    self.seconds = seconds
    self.offer = offer
    self.seat = seat
    self.burdenNanoseconds = burdenNanoseconds
    self.restSeconds = restSeconds
  }

  /// The measured window of a condition in a block, in which requests are due at the same times for all participants.
  init(_ window: Design.Window, inBlock block: Int, _ plan: Plan, seat: Rota.Seat) {
    let poissonSeed = plan.procedure.arrivals == .poisson ? plan.seed &+ UInt64(block) : nil
    self.init(
      seconds: window.seconds,
      offer: window.condition.rate.map { Offer(rate: $0, poissonSeed: poissonSeed) }, seat: seat)
  }
}
