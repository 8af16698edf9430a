package import Record
import Statistics

extension Design {
  /// What follows from a run's plan and pilots for the seconds that are left of the budget. The fewest blocks are kept: windows become
  /// shorter first, then there are fewer offered rates, then fewer workloads.
  package init(of record: RunRecord, availableSeconds: Double) {
    let plan = record.plan
    let warmup = Warmup(plan, record.pilots)
    let settled = SettledConditions(plan, record.pilots)
    let time = BlockTime(plan, record.pilots, warmup)
    let target = availableSeconds * BlockTime.usedShare / Double(max(1, plan.minimumBlocks))
    let choice = Choice.all(of: settled.conditions, plan).first { time.seconds(of: $0.shortest) <= target }
    let chosen = choice ?? Choice.all(of: settled.conditions, plan).last
    let windows = chosen.map { time.stretched($0, to: target) } ?? []
    let kept = Set(windows.map(\.condition.id))
    let omitted = plan.conditions.map(\.id).filter { !kept.contains($0) }.map { condition in
      (condition, settled.withoutRate.contains(condition) ? Omission.rate : .time)
    }
    self.init(
      availableSeconds: availableSeconds, warmup: warmup, windows: windows,
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
  /// Half as much again as the slowest participant took to find its pace, in time or in requests; the longest there is where one never did.
  fileprivate init(_ plan: Plan, _ pilots: [Pilot]) {
    if let seconds = plan.procedure.warmupSeconds {
      self.init(seconds: seconds)
      return
    }
    let slowest = pilots.compactMap(\.steady).max { $0.nanoseconds < $1.nanoseconds }
    let isKnown = pilots.allSatisfy { $0.steady != nil || $0.failure != nil }
    guard let slowest, isKnown else {
      self.init(
        seconds: min(Self.limits.upperBound, max(Self.limits.lowerBound, plan.procedure.pilotSeconds)))
      return
    }
    let seconds = 1.5 * Double(slowest.nanoseconds) / 1e9
    self.init(
      seconds: min(Self.limits.upperBound, max(Self.limits.lowerBound, seconds)),
      requests: max(1, slowest.requests * 3 / 2))
  }
}

/// The conditions of a plan with the numbers that follow from the pilots: offered shares become rates of the slowest participant's
/// throughput. A workload that nobody was driven with has no rate.
private struct SettledConditions {
  private(set) var conditions: [Condition] = []
  private(set) var withoutRate: Set<Key<Condition>> = []

  init(_ plan: Plan, _ pilots: [Pilot]) {
    let capacities = pilots.map(\.capacities)
    for condition in plan.conditions {
      guard condition.share != nil else {
        conditions.append(condition)
        continue
      }
      if let slowest = capacities.compactMap({ $0[condition.workload] }).filter({ $0 > 0 }).min() {
        conditions.append(condition.settled(capacity: slowest))
      } else {
        withoutRate.insert(condition.id)
      }
    }
  }
}

/// Conditions that may be measured, each with its shortest window.
private struct Choice {
  let shortest: [Design.Window]

  /// The choices there are, the best first: all conditions, fewer offered rates, fewer workloads.
  static func all(of conditions: [Condition], _ plan: Plan) -> [Choice] {
    let mostRates =
      Dictionary(grouping: conditions.filter { $0.kind == .offered }, by: \.workload).values
      .map(\.count).max() ?? 0
    let workloads = plan.workloads.map(\.id)
    let byRates = stride(from: mostRates, through: min(1, mostRates), by: -1).map { rates in
      Choice(conditions, workloads: workloads[...], rates: rates, plan)
    }
    let byWorkloads = stride(from: workloads.count - 1, through: 1, by: -1).map { count in
      Choice(conditions, workloads: workloads.prefix(count), rates: min(1, mostRates), plan)
    }
    return byRates + byWorkloads
  }

  /// The conditions of `workloads` with the `rates` least offered rates of each.
  private init(
    _ conditions: [Condition], workloads: ArraySlice<Key<Plan.Workload>>, rates: Int, _ plan: Plan
  ) {
    var offered: [Key<Plan.Workload>: Int] = [:]
    shortest = conditions.filter { condition in
      guard workloads.contains(condition.workload) else { return false }
      guard condition.kind == .offered else { return true }
      offered[condition.workload, default: 0] += 1
      return offered[condition.workload, default: 0] <= rates
    }.map { Design.Window(condition: $0, seconds: WindowLength(of: $0, plan.procedure).shortest) }
  }
}

/// How long a condition may be measured in a block.
private struct WindowLength {
  /// Percentiles want at least so many requests of a window.
  private static let fewestRequests = 100.0
  /// In seconds.
  let shortest: Double
  let longest: Double

  init(of condition: Condition, _ procedure: Procedure) {
    let asked = condition.kind == .offered ? procedure.offeredSeconds : procedure.closedSeconds
    if let asked {
      (shortest, longest) = (asked, asked)
    } else if let rate = condition.rate {
      let needed = Self.fewestRequests / rate
      (shortest, longest) = (min(2, max(0.5, needed)), 4)
    } else {
      (shortest, longest) = (0.3, 2)
    }
  }
}

/// About how long blocks take.
private struct BlockTime {
  /// The share of the budget that is planned with; the rest is for blocks that have to be measured again, and for what takes longer.
  static let usedShare = 0.85
  /// What is between the windows of a participant, and between its turns, in seconds.
  private static let (betweenWindows, betweenTurns) = (0.06, 0.004)
  /// What it takes to stop an app, and to start it where no pilot tells, in seconds.
  private static let (stop, usualStart) = (0.15, 1.0)
  private let plan: Plan
  /// Starts, warm-ups and stops.
  private let fixed: Double

  init(_ plan: Plan, _ pilots: [Pilot], _ warmup: Design.Warmup) {
    self.plan = plan
    fixed = plan.participants.reduce(0) { sum, participant in
      let pilot = pilots.first { $0.participant == participant.original }
      let start = pilot?.startupNanoseconds.map { Double($0) / 1e9 } ?? Self.usualStart
      let pace = pilot.flatMap { mean(Array($0.capacities.values)) } ?? 0
      let byRequests = warmup.requests.map { pace > 0 ? Double($0) / pace : .infinity } ?? .infinity
      return sum + start + min(warmup.seconds, byRequests) + Self.stop
    }
  }

  func seconds(of windows: [Design.Window]) -> Double {
    windows.reduce(fixed) { $0 + seconds(of: $1) }
  }

  private func seconds(of window: Design.Window) -> Double {
    let turns = Double(plan.procedure.turns(in: window.seconds, under: window.condition))
    return Double(plan.participants.count)
      * (window.seconds + Self.betweenWindows + turns * Self.betweenTurns)
  }

  /// The windows of a choice, all longer in proportion so that a block takes `target` seconds, none longer than it may be.
  func stretched(_ choice: Choice, to target: Double) -> [Design.Window] {
    func windows(_ factor: Double) -> [Design.Window] {
      choice.shortest.map { window in
        let length = WindowLength(of: window.condition, plan.procedure)
        let seconds = min(length.longest, max(length.shortest, length.shortest * factor))
        return Design.Window(
          condition: window.condition,
          seconds: seconds == length.shortest ? seconds : cut(seconds, window.condition))
      }
    }
    var (low, high) = (1.0, 64.0)
    for _ in 0..<20 {
      let middle = (low + high) / 2
      if seconds(of: windows(middle)) <= target { low = middle } else { high = middle }
    }
    return windows(low)
  }

  /// Whole slices.
  private func cut(_ seconds: Double, _ condition: Condition) -> Double {
    let slice = plan.procedure.sliceSeconds(under: condition)
    return (seconds / slice).rounded(.down) * slice
  }
}
