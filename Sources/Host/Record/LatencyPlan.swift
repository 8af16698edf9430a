import Statistics

extension Plan {
  /// The second half of a run: all frameworks under the same offered rates, in an open loop.
  package struct Latency: Codable, Equatable, Sendable {
    /// How requests are spread within a rate.
    package enum Arrivals: String, Codable, CaseIterable, Sendable {
      /// Evenly.
      case constant
      /// As independent users do.
      case poisson
    }

    /// The rates, as shares of the slowest framework's capacity under the workload; nil when they were given.
    package let shares: [Double]?
    /// The rates that were given, in requests per second; nil when they follow from the capacity.
    package let rates: [Double]?
    /// How requests are spread within a rate.
    package let arrivals: Arrivals
    /// Seconds of load in a closed loop with which a workload begins in a fresh process.
    package let warmupSeconds: Double
    /// Length of the measured window of each rate, in seconds; see `seconds(at:)`.
    package let durationSeconds: Double
    /// Blocks: how many times every framework is measured at every rate, each time in a fresh process.
    package let rounds: Int
    /// The order everything is measured in; within a workload, rates come in the order of `OfferedRates`.
    package let schedule: [Session]

    /// A latency half; either `shares` or `rates` are nil.
    package init(
      shares: [Double]?, rates: [Double]?, arrivals: Arrivals, warmupSeconds: Double, durationSeconds: Double,
      rounds: Int, schedule: [Session]
    ) {
      self.shares = shares
      self.rates = rates
      self.arrivals = arrivals
      self.warmupSeconds = warmupSeconds
      self.durationSeconds = durationSeconds
      self.rounds = rounds
      self.schedule = schedule
    }

    /// How long `rate` requests per second are measured: the planned time, or up to four times that until enough requests are due
    /// for a p99, with a tenth more.
    package func seconds(at rate: Double) -> Double {
      let enough = 1.1 * Double(Percentiles.requestsForP99) / rate
      return max(durationSeconds, min(4 * durationSeconds, enough))
    }

    /// How many rates there are for each workload.
    package var levels: Int { (shares ?? rates ?? []).count }
  }
}

/// The rates that are offered to all frameworks alike under one workload.
package struct OfferedRates: Codable, Equatable, Sendable {
  /// The workload's name.
  package let workload: String
  /// The slowest framework's mean throughput, of which the rates are shares; nil when they were given.
  package let capacity: Double?
  /// Requests per second, one for each of the plan's shares or rates.
  package let rates: [Double]

  /// What follows for a plan from the trials of its first half: whole requests per second, at least 1. Trials that failed a gate count too:
  /// a rate need not be exact, only the same for all. A workload that no framework was measured with has no rates.
  package static func all(for plan: Plan, from trials: [Trial]) -> [OfferedRates] {
    guard let latency = plan.latency else { return [] }
    return plan.workloads.compactMap { workload in
      let own = trials.filter { $0.workload == workload.name && $0.offeredRate == nil }
      let capacities = plan.frameworks.compactMap { framework in
        mean(own.filter { $0.framework == framework.name }.compactMap { $0.load?.requestsPerSecond })
      }
      guard let slowest = capacities.min() else { return nil }
      guard let shares = latency.shares else {
        return OfferedRates(workload: workload.name, capacity: nil, rates: latency.rates ?? [])
      }
      return OfferedRates(
        workload: workload.name, capacity: slowest,
        rates: shares.map { max(1, ($0 * slowest).rounded(.down)) })
    }
  }
}
