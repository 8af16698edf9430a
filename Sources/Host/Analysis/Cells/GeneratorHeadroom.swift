import Record
import Statistics

/// Whether a closed loop's throughput is the app's or that of the load generator, which was too busy to ask for more.
package struct GeneratorHeadroom: Codable, Equatable, Sendable {
  /// A generator that is ready to run no more of the time does not hold the app up.
  private static let mostDemand = 0.8
  /// An app that has its processors for so much of the time is at its limit, if it is not held up.
  private static let leastAppUtilisation = 0.95
  /// The most of the throughput that may be lost because the app waits for the generator.
  private static let mostLoss = 0.01

  /// The share of its threads' time that the generator worked or waited for its processor, the median over blocks.
  package let demand: Double
  /// The share of its processors' time that the app took, the median over blocks; nil: it is not told.
  package let appUtilisation: Double?
  /// The share of the throughput that is lost while all requests are at the generator; nil: it is not told.
  package let loss: Double?
  /// Whether the pilot lost throughput when the generator had more to do for each request; nil: it was not tried.
  package let isLimitedByTest: Bool?

  /// What the windows of a cell say, of an app with so many processors; nil of open loops, which offer what they offer.
  init?(
    of trials: [Trial], connections: Int, appProcessors: Int, confirmation: Pilot.Confirmation?
  ) {
    let closed = trials.filter { $0.load?.openLoop == nil }
    guard let demand = closed.compactMap({ $0.load?.generatorDemand }).median else { return nil }
    self.init(
      demand: demand, appUtilisation: closed.compactMap { $0.appUtilisation(of: appProcessors) }.median,
      connections: connections, isLimitedByTest: confirmation?.isLimited)
  }

  /// A generator and an app that are so busy, with so many requests under way.
  package init(
    demand: Double, appUtilisation: Double?, connections: Int, isLimitedByTest: Bool? = nil
  ) {
    self.demand = demand
    self.appUtilisation = appUtilisation
    self.isLimitedByTest = isLimitedByTest
    loss = appUtilisation.map { demand > 0 ? lossProbability(load: demand / $0, places: connections) : 0 }
  }

  /// Whether the throughput is the app's; otherwise it could be more.
  package var isEnough: Bool {
    guard demand > Self.mostDemand else { return true }
    guard let appUtilisation, let loss, isLimitedByTest != true else { return false }
    return appUtilisation >= Self.leastAppUtilisation && loss <= Self.mostLoss
  }
}

extension Trial {
  /// The share of its processors' time that the app took in the window; nil: it is not told, or nothing.
  fileprivate func appUtilisation(of processors: Int) -> Double? {
    guard let load, let cpu = metrics[MetricFacts.processorTime], cpu > 0 else { return nil }
    return min(1, cpu / (max(1, load.loadedNanoseconds) * Double(max(1, processors))))
  }
}
