import Analysis
import Record
import Statistics

extension MetricReading {
  /// What people call it.
  var title: String { label ?? metric }

  /// A value in the reading's terms, without what it is in proportion to: `12.3 %`, `3.20 kB`, `12.0`.
  func text(_ value: Double) -> String {
    switch basis {
    case .elapsed, .cpu: Figures.percent(value)
    case .request, nil: Key<Measure.Units>(unit).text(value)
    }
  }
}

extension MetricReading {
  /// Whether it is a share of a time.
  var isShare: Bool { basis == .cpu || basis == .elapsed }
}

extension [Insight] {
  /// Every figure that is told, with its mean over the categories that tell it.
  var means: [(reading: MetricReading, value: Double)] {
    let readings = Dictionary(grouping: flatMap(\.figures), by: \.metric)
    return flatMap(\.figures).map(\.metric).unique.compactMap { metric in
      guard let own = readings[metric], let first = own.first else { return nil }
      return mean(own.map(\.value)).map { (first, $0) }
    }
  }
}

extension MetricFacts.Basis {
  /// What a proportion is of.
  var words: String {
    switch self {
    case .cpu: "of the CPU"
    case .elapsed: "of the time"
    case .request: "per request"
    }
  }
}

extension Insight {
  /// How many figures of the runtime a line has at the most.
  private static let mostFigures = 4

  /// E.g. `python/fastapi, json-bodies: 412 µs CPU per request (78 % user); handler 21 % of the CPU; GC 2.10 % of the time; 48.0 MB PSS`.
  func line(_ titles: [String: String]) -> String {
    let parts = [cpu].compactMap(\.self) + groups + [memory].compactMap(\.self)
    return "\(participant), \(category): " + (parts + missing(titles)).joined(separator: "; ")
  }

  private var cpu: String? {
    cpuMicrosecondsPerRequest.map { cpu in
      let user = userShare.map { " (\(Figures.wholePercent($0)) user)" } ?? ""
      return "\(Figures.time(cpu * 1000)) CPU per request\(user)"
    }
  }

  private var memory: String? {
    memoryBytes.map { Figures.bytes($0) + (memoryMeasure == .proportionalMemory ? " PSS" : " RSS") }
  }

  /// Figures of one basis stand together, where the first of them is.
  private var groups: [String] {
    let shown = figures.prefix(Self.mostFigures)
    var bases: [MetricFacts.Basis?] = []
    for figure in shown where !bases.contains(figure.basis) { bases.append(figure.basis) }
    return bases.map { basis in
      let texts = shown.filter { $0.basis == basis }.map(Self.text).joined(separator: ", ")
      return basis.map { "\(texts) \($0.words)" } ?? texts
    }
  }

  private static func text(_ reading: MetricReading) -> String {
    let value = reading.text(reading.value)
    return reading.basis == .request ? "\(value) \(reading.title)" : "\(reading.title) \(value)"
  }

  /// What could not be told, by reason.
  func missing(_ titles: [String: String]) -> [String] {
    unavailable.map { group in
      "n/a: \(group.metrics.map { titles[$0] ?? $0 }.joined(separator: ", ")) (\(group.reason))"
    }
  }
}

extension RunRecord {
  /// What people call each metric, by name.
  var metricTitles: [String: String] { metricsByName.mapValues { $0.label ?? $0.name } }
}
