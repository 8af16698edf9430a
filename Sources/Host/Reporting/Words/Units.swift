import Analysis
import Record

/// The one place that knows how values look: by the unit of what is measured.
extension Key where Owner == Measure.Units {
  /// A value in this unit, e.g. `2,011/s`, `1.01 ms`, `53.7 MB`, `12.3 %`; with the unit as it is where it is none of ours.
  func text(_ value: Double) -> String {
    switch self {
    case .requestsPerSecond, .eventsPerSecond, .flowsPerSecond: Figures.rate(value) + "/s"
    case .nanoseconds: Figures.time(value)
    case .microseconds: Figures.time(value * 1000)
    case .bytes: Figures.bytes(value)
    case .share: Figures.percent(value)
    case .count: Figures.rate(value)
    default: "\(Figures.rate(value)) \(self)"
    }
  }
}

extension Measure {
  /// A value of the measure as people read it; `n/a` without one.
  func text(_ value: Double?) -> String { value.map(unit.text) ?? "n/a" }

  /// What a cell says of the measure; of a lower bound how the true value is to it, e.g. `≥ 95,000/s`, `> 812 ms`.
  func text(_ figure: Cell.Aggregate) -> String {
    let sign = better == .lower ? "> " : "≥ "
    return (figure.isLowerBound ? sign : "") + unit.text(figure.value)
  }

  /// Its name and which direction is good, e.g. `p99 (less is better)`.
  var goal: String {
    switch better {
    case .higher: "\(title) (more is better)"
    case .lower: "\(title) (less is better)"
    case .neither: title
    }
  }
}

extension MetricFacts {
  /// Its name and the unit of what cells tell of it.
  var titleWithUnit: String { "\(name) (\(unit)\(kind == .counter ? "/request" : ""))" }
}
