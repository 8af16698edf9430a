package import Record
import Statistics

extension Design {
  /// What follows from a run's plan and pilots for the seconds that are left of the budget. The fewest blocks are kept: windows become
  /// shorter first, then there are fewer offered rates, then fewer workloads.
  package init(of record: RunRecord, availableSeconds: Double) {
    let plan = record.plan
    let warmups = Dictionary(
      uniqueKeysWithValues: plan.participants.map { ($0.id, Warmup(of: $0, plan, record.pilots)) })
    let slowest = plan.workloads.reduce(into: [:]) { slowest, workload in
      slowest[workload.id] = record.pilots.compactMap { $0.capacities[workload.id] }.filter { $0 > 0 }.min()
    }
    let settled = SettledConditions(plan, slowest)
    let time = BlockTime(plan, record.pilots, slowest, warmups)
    let target = availableSeconds * BlockTime.usedShare / Double(max(1, plan.minimumBlocks))
    let choices = Choice.all(of: settled.conditions, plan)
    let choice = choices.first { time.seconds(of: time.windows(of: $0)) <= target } ?? choices.last
    let windows = choice.map { time.windows(of: $0, within: target) } ?? []
    let kept = Set(windows.map(\.condition.id))
    let omitted = plan.conditions.map(\.id).filter { !kept.contains($0) }.map { condition in
      (condition, settled.withoutRate.contains(condition) ? Omission.rate : .time)
    }
    self.init(
      availableSeconds: availableSeconds, warmups: warmups, windows: windows,
      omitted: Dictionary(uniqueKeysWithValues: omitted), blockSeconds: time.seconds(of: windows),
      smallestDifference: Self.smallestDifference(plan, record.pilots, windows))
  }

  /// The smallest difference of throughput that the planned blocks find with a probability of 80 %, as far as the pilots tell: of the median
  /// participant, with the spread of its windows.
  private static func smallestDifference(_ plan: Plan, _ pilots: [Pilot], _ windows: [Window]) -> Double? {
    let closed = windows.filter { $0.condition.kind == .capacity }.map(\.seconds).min()
    guard let closed, let variation = pilots.compactMap(\.variation).median, plan.minimumBlocks > 1 else {
      return nil
    }
    let deviation = variation * (2 * Pilot.windowSeconds / closed).squareRoot()
    let effect = PairedPower.minimumDetectableEffect(blocks: plan.minimumBlocks, alpha: ContestRules.alpha)
    return effect * deviation / Double(plan.minimumBlocks).squareRoot()
  }
}

extension Design.Warmup {
  /// Half as much again as the participant took to find its pace, in time or in requests; the longest there is where it never did. Whose
  /// pilot failed gets as much as the slowest of the others.
  fileprivate init(of participant: Participant, _ plan: Plan, _ pilots: [Pilot]) {
    if let seconds = plan.procedure.warmupSeconds {
      self.init(seconds: seconds)
      return
    }
    let own = pilots.filter { $0.participant == participant.original && $0.failure == nil }
    let steady = (own.isEmpty ? pilots : own).compactMap(\.steady).max { $0.nanoseconds < $1.nanoseconds }
    let seconds = steady.map { 1.5 * Double($0.nanoseconds) / 1e9 } ?? plan.procedure.pilotSeconds
    let isLong = seconds >= Self.limits.lowerBound
    self.init(
      seconds: min(Self.limits.upperBound, max(Self.limits.lowerBound, seconds)),
      requests: isLong ? steady.map { $0.requests * 3 / 2 } : nil)
  }
}

/// The conditions of a plan with the numbers that follow from the pilots: offered shares become rates of the slowest participant's
/// throughput. A workload that nobody was driven with has no rate.
private struct SettledConditions {
  private(set) var conditions: [Condition] = []
  private(set) var withoutRate: Set<Key<Condition>> = []

  init(_ plan: Plan, _ slowest: [Key<Plan.Workload>: Double]) {
    for condition in plan.conditions {
      if condition.share == nil {
        conditions.append(condition)
      } else if let capacity = slowest[condition.workload] {
        conditions.append(condition.settled(capacity: capacity))
      } else {
        withoutRate.insert(condition.id)
      }
    }
  }
}

/// Conditions that may be measured.
private struct Choice {
  let conditions: [Condition]

  /// The choices there are, the best first: all conditions, fewer offered rates, fewer workloads.
  static func all(of conditions: [Condition], _ plan: Plan) -> [Choice] {
    let offered = Dictionary(grouping: conditions.filter { $0.kind == .offered }, by: \.workload)
    let mostRates = offered.values.map(\.count).max() ?? 0
    let workloads = plan.workloads.map(\.id)
    let byRates = stride(from: mostRates, through: min(1, mostRates), by: -1).map { rates in
      Choice(conditions, of: workloads[...], rates: rates)
    }
    let byWorkloads = stride(from: workloads.count - 1, through: 1, by: -1).map { count in
      Choice(conditions, of: workloads.prefix(count), rates: min(1, mostRates))
    }
    return byRates + byWorkloads
  }

  /// The conditions of `workloads` with the `rates` least offered rates of each.
  private init(_ all: [Condition], of workloads: ArraySlice<Key<Plan.Workload>>, rates: Int) {
    var offered: [Key<Plan.Workload>: Int] = [:]
    conditions = all.filter { condition in
      guard workloads.contains(condition.workload) else { return false }
      guard condition.kind == .offered else { return true }
      offered[condition.workload, default: 0] += 1
      return offered[condition.workload, default: 0] <= rates
    }
  }
}

/// How long a condition may be measured in a block, and in how long turns, in seconds.
private struct WindowLength {
  /// What is due while an app stalls is part of its latency only as long as it is the app's turn.
  private static let offeredSlice = 0.5
  /// Percentiles want at least so many requests of a window.
  private static let fewestRequests = 100.0
  /// How often each connection is to be answered in a slice, so that the first answers are few of all.
  private static let answersPerSlice = 4.0
  /// What is held open brings something once in a second, of which each window is to have as much.
  private static let heldSeconds = 2.0
  let shortest: Double
  let longest: Double
  private let slice: Double

  /// `capacity`: requests per second of the slowest participant; nil where that is not known. `rest`: what the participant needs that comes to
  /// rest last.
  init(of condition: Condition, _ plan: Plan, capacity: Double?, rest: Rest) {
    let procedure = plan.procedure
    if let rate = condition.rate {
      shortest = procedure.offeredSeconds ?? min(2, max(Self.offeredSlice, Self.fewestRequests / rate))
      longest = procedure.offeredSeconds ?? 4
      slice = Self.offeredSlice
    } else if condition.held != nil {
      shortest = procedure.closedSeconds ?? Self.heldSeconds
      (longest, slice) = (shortest, shortest)
    } else {
      let round = capacity.map { Double(plan.load.connections) / $0 } ?? .infinity
      longest = procedure.closedSeconds ?? 2
      slice =
        rest.isEndless ? longest : max(procedure.sliceSeconds, Self.answersPerSlice * round, rest.seconds)
      shortest = procedure.closedSeconds ?? min(2, max(0.3, slice))
    }
  }

  /// The window that is `factor` times as long as the shortest, in whole turns.
  func window(_ condition: Condition, _ factor: Double) -> Design.Window {
    let seconds = min(longest, shortest * factor)
    // 0.3 is six times 0.05, which their quotient does not quite say.
    let turns = max(1, (seconds / slice + 1e-9).rounded(.down))
    let isFixed = shortest == longest
    return Design.Window(
      condition: condition, seconds: isFixed ? seconds : max(shortest, turns * slice), turns: Int(turns))
  }
}

/// How long an app takes after a turn until nothing is under way any more.
///
/// A server that keeps a thread for a silent connection does not serve the others meanwhile: what was sent on them waits until it gives up.
private struct Rest {
  /// So long is waited for it at the most, in seconds.
  private static let limit = 2.0
  /// In seconds.
  let seconds: Double
  /// Whether it is not within the time that pilots wait.
  let isEndless: Bool

  /// What a pilot's windows took beyond their length.
  init(_ seconds: Double) {
    isEndless = seconds >= 0.9 * Pilot.restSeconds
    self.seconds = isEndless ? Self.limit : max(0, seconds)
  }
}

/// About how long blocks take.
private struct BlockTime {
  /// The share of the budget that is planned with; the rest is for blocks that have to be measured again, and for what takes longer.
  static let usedShare = 0.85
  /// What is between the windows of a participant, and between its turns, in seconds.
  private static let (betweenWindows, betweenTurns) = (0.06, 0.004)
  /// What it takes to open a connection that is held, in seconds.
  private static let opening = 0.001
  /// What it takes to stop an app, and to start it where no pilot tells, in seconds.
  private static let (stop, usualStart) = (0.15, 1.0)
  private let plan: Plan
  private let slowest: [Key<Plan.Workload>: Double]
  private let pilots: [Pilot]
  /// Starts, warm-ups and stops.
  private let fixed: Double

  init(
    _ plan: Plan, _ pilots: [Pilot], _ slowest: [Key<Plan.Workload>: Double],
    _ warmups: [Key<Participant>: Design.Warmup]
  ) {
    self.plan = plan
    self.slowest = slowest
    self.pilots = pilots
    fixed = plan.participants.reduce(0) { sum, participant in
      let pilot = pilots.first { $0.participant == participant.original }
      let start = pilot?.startupNanoseconds.map { Double($0) / 1e9 } ?? Self.usualStart
      let pace = pilot.flatMap { mean(Array($0.capacities.values)) } ?? 0
      let warmup = warmups[participant.id]
      let byRequests = warmup?.requests.map { pace > 0 ? Double($0) / pace : .infinity } ?? .infinity
      return sum + start + min(warmup?.seconds ?? 0, byRequests) + Self.stop
    }
  }

  /// What participants need in a closed loop that take longer than a turn to come to rest.
  private func rests(under condition: Condition) -> [Rest] {
    guard condition.kind == .capacity else { return [] }
    return plan.participants.compactMap { participant in
      let pilot = pilots.first { $0.participant == participant.original }
      let seconds = pilot?.rests[condition.workload] ?? 0
      return seconds > plan.procedure.sliceSeconds ? Rest(seconds) : nil
    }
  }

  /// How long it takes until all participants' users have begun.
  private func preparation(under condition: Condition) -> Double {
    plan.participants.reduce(0) { sum, participant in
      let pilot = pilots.first { $0.participant == participant.original }
      return sum + (pilot?.preparations[condition.workload] ?? 0)
    }
  }

  func seconds(of windows: [Design.Window]) -> Double {
    windows.reduce(fixed) { sum, window in
      sum + rests(under: window.condition).reduce(0) { $0 + $1.seconds } * Double(window.turns)
        + preparation(under: window.condition)
        + Double(plan.participants.count)
        * (window.seconds + Self.betweenWindows + Double(window.turns) * Self.betweenTurns
          + Double(window.condition.held ?? 0) * Self.opening)
    }
  }

  /// The windows of a choice, `factor` times as long as the shortest, none longer than it may be.
  func windows(of choice: Choice, _ factor: Double = 1) -> [Design.Window] {
    choice.conditions.map { condition in
      let longest = rests(under: condition).max { $0.seconds < $1.seconds } ?? Rest(0)
      return WindowLength(of: condition, plan, capacity: slowest[condition.workload], rest: longest).window(
        condition, factor)
    }
  }

  /// The windows of a choice as long as they may be for a block to take `target` seconds.
  func windows(of choice: Choice, within target: Double) -> [Design.Window] {
    var (low, high) = (1.0, 64.0)
    for _ in 0..<20 {
      let middle = (low + high) / 2
      if seconds(of: windows(of: choice, middle)) <= target { low = middle } else { high = middle }
    }
    return windows(of: choice, low)
  }
}
