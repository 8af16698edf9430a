import Glibc
import Record
import Statistics

extension Contest.Twin {
  /// The twin over the reference by log ratios of one or more conditions, checked together; nil without a twin.
  static func all(_ logRatios: [[Int: Double]], _ rules: ContestRules) -> [Self]? {
    rules.plan.twin.map { twin in
      let corrected = StepDownSignFlip(logRatios, seed: rules.plan.seed).adjustedPValues
      return zip(logRatios, corrected).map { Self(twin.id, $0, adjustedP: $1) }
    }
  }

  private init(_ participant: Key<Participant>, _ logRatios: [Int: Double], adjustedP: Double?) {
    let summary = Summary(of: logRatios.sorted { $0.key < $1.key }.map(\.value))
    let interval = adjustedP.flatMap { _ in
      summary?.meanInterval(level: 0.95).map { Interval(low: exp($0.lower), high: exp($0.upper)) }
    }
    self.participant = participant
    blocks = logRatios.count
    ratio = summary.map { exp($0.mean) }
    self.interval = interval
    resolution = interval.map { expm1(Self.reach(of: $0)) }
    self.adjustedP = adjustedP
    differs = adjustedP.map { $0 < ContestRules.alpha } ?? false
  }

  /// Where the twin differs: how far from 1 its interval reaches, as a logarithm.
  var reach: Double? { differs ? interval.map(Self.reach) : nil }

  private static func reach(of interval: Interval) -> Double {
    max(abs(log(interval.low)), abs(log(interval.high)))
  }
}
