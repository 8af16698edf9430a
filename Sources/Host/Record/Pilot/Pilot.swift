import Glibc
import Statistics

/// How a participant did before the blocks: short closed loops that go round its workloads until it has found its pace.
package struct Pilot: Codable, Equatable, Sendable {
  /// Length of each window, in seconds.
  package static let windowSeconds = 0.1
  /// What is under way when a window is over is waited for so long, in seconds, as when an app is warmed up.
  package static let restSeconds = 0.1
  /// At most so many workloads are gone round, so that there are cycles enough to see a pace in.
  package static let longestCycle = 8

  /// One closed loop.
  package struct Window: Codable, Equatable, Sendable {
    /// What was sent.
    package let workload: Key<Plan.Workload>
    /// When it ended, in nanoseconds since the first began.
    package let endNanoseconds: Int
    /// Answers per second.
    package let requestsPerSecond: Double
    /// The share of its time that the generator worked or waited for its processor.
    package let generatorDemand: Double
    /// How long it took before until users had begun; nil: there were none, or they had nothing to begin with.
    package let preparationNanoseconds: Int?

    /// A closed loop.
    package init(
      workload: Key<Plan.Workload>, endNanoseconds: Int, requestsPerSecond: Double, generatorDemand: Double,
      preparationNanoseconds: Int? = nil
    ) {
      self.workload = workload
      self.endNanoseconds = endNanoseconds
      self.requestsPerSecond = requestsPerSecond
      self.generatorDemand = generatorDemand
      self.preparationNanoseconds = preparationNanoseconds
    }

    /// The same in seconds.
    fileprivate var preparationSeconds: Double { Double(preparationNanoseconds ?? 0) / 1e9 }
  }

  /// What becomes of an app's throughput when the generator has more to do for each request.
  package struct Confirmation: Codable, Equatable, Sendable {
    /// How much more, as a share of what it does.
    package static let burden = 0.05
    /// From what demand on it is looked at, as a share of the generator's time.
    package static let demand = 0.8
    /// How many pairs of windows, and how long each window is, in seconds.
    package static let (pairs, seconds) = (20, 0.05)

    /// What was sent.
    package let workload: Key<Plan.Workload>
    /// Logarithms of the throughput with more over the one without, pair by pair.
    package let logRatios: [Double]

    /// What was seen.
    package init(workload: Key<Plan.Workload>, logRatios: [Double]) {
      self.workload = workload
      self.logRatios = logRatios
    }

    /// Whether the generator limits the app: the loss is 1 % or more, by more than two of its standard errors.
    package var isLimited: Bool {
      guard let summary = Summary(of: logRatios), let deviation = summary.standardDeviation else {
        return false
      }
      let error = deviation / Double(logRatios.count).squareRoot()
      return exp(summary.mean + 2 * error) < 1 - 0.01
    }
  }

  /// Who.
  package let participant: Key<Participant>
  /// From the app's spawn to its first healthy answer; nil when it was not started.
  package let startupNanoseconds: Int?
  /// The workloads that are gone round, in this order.
  package let cycle: [Key<Plan.Workload>]
  /// Whole cycles, one after the other; after them, once, the workloads that are not in the cycle.
  package let windows: [Window]
  /// Workloads under which the generator was busy.
  package let confirmations: [Confirmation]
  /// What ended it early; nil when nothing did.
  package let failure: Trial.Failure?

  /// A pilot.
  package init(
    participant: Key<Participant>, startupNanoseconds: Int?, cycle: [Key<Plan.Workload>], windows: [Window],
    confirmations: [Confirmation] = [], failure: Trial.Failure? = nil
  ) {
    self.participant = participant
    self.startupNanoseconds = startupNanoseconds
    self.cycle = cycle
    self.windows = windows
    self.confirmations = confirmations
    self.failure = failure
  }
}

extension Pilot {
  /// The state that a participant has come to.
  package struct Steady: Equatable, Sendable {
    /// How long load was on before.
    package let nanoseconds: Int
    /// Requests that were answered before.
    package let requests: Int
  }

  /// The whole cycles.
  private var cycles: [ArraySlice<Window>] {
    guard !cycle.isEmpty else { return [] }
    let count = windows.prefix { cycle.contains($0.workload) }.count / cycle.count
    return (0..<count).map { windows[$0 * cycle.count..<($0 + 1) * cycle.count] }
  }

  /// How long it took under each workload until users had begun, in seconds.
  package var preparations: [Key<Plan.Workload>: Double] { lateMeans(\.preparationSeconds) }

  /// The windows from which on it is taken to have found its pace: the last third of the cycles, and what came after them.
  private var late: ArraySlice<Window> { windows.suffix(from: 2 * cycles.count / 3 * cycle.count) }

  /// Answers per second under each workload.
  package var capacities: [Key<Plan.Workload>: Double] { lateMeans(\.requestsPerSecond) }

  /// What the generator needed under each workload, as a share of its time.
  package var generatorDemands: [Key<Plan.Workload>: Double] { lateMeans(\.generatorDemand) }

  /// How long windows under each workload took beyond their length, in seconds: until nothing was under way any more, or not waited for. The
  /// median of the late ones; fewer than three tell nothing of an app that is warm.
  package var rests: [Key<Plan.Workload>: Double] {
    let begins = [0] + windows.map(\.endNanoseconds)
    let rests = late.indices.map { index in
      (
        windows[index].workload,
        Double(windows[index].endNanoseconds - begins[index]) / 1e9 - Self.windowSeconds
          - windows[index].preparationSeconds
      )
    }
    return Dictionary(grouping: rests, by: \.0).compactMapValues { $0.count < 3 ? nil : $0.map(\.1).median }
  }

  private func lateMeans(_ value: KeyPath<Window, Double>) -> [Key<Plan.Workload>: Double] {
    Dictionary(grouping: late, by: \.workload).compactMapValues { mean($0.map { $0[keyPath: value] }) }
  }

  /// When it had found its pace; nil: it never did.
  package var steady: Steady? {
    guard let first = SteadyState.firstSteadyCycle(of: cycles.map { $0.map(\.requestsPerSecond) }) else {
      return nil
    }
    let before = windows.prefix(first * cycle.count)
    return Steady(
      nanoseconds: before.last?.endNanoseconds ?? 0,
      requests: Int(before.reduce(0) { $0 + $1.requestsPerSecond * Self.windowSeconds }))
  }

  /// Whether it has been steady for twice as long as it took, so that more would tell nothing; some only change their pace after seconds.
  package var isOver: Bool {
    guard let steady, let last = windows.last else { return false }
    return last.endNanoseconds >= max(5_000_000_000, 3 * steady.nanoseconds)
  }

  /// Standard deviation of one window of the last third, as a share of its workload's mean; nil of too few.
  package var variation: Double? {
    let capacities = capacities
    let shares = late.filter { cycle.contains($0.workload) }.compactMap { window in
      capacities[window.workload].flatMap { $0 > 0 ? window.requestsPerSecond / $0 : nil }
    }
    return Summary(of: shares)?.standardDeviation
  }
}
