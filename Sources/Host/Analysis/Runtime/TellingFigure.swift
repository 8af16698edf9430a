import Record

/// A figure of a runtime beside the value from which on it tells something.
package struct TellingFigure: Codable, Equatable, Sendable {
  /// The figure.
  package let reading: MetricReading
  /// From when on it tells something, in its own terms.
  package let threshold: Double

  /// Whether it is worth looking at.
  package var isTelling: Bool { reading.value >= threshold }

  /// The figures of valid `trials` that tell most, at most `count`: those that are farthest above what tells, in proportion.
  static func most(of trials: [Trial], _ metrics: [MetricFacts], workers: Int, count: Int = 3)
    -> [TellingFigure]
  {
    let found = RuntimeFigure.all.compactMap { figure -> TellingFigure? in
      guard let threshold = figure.threshold else { return nil }
      let readings = metrics.filter { $0.role == figure.role }.compactMap {
        MetricReading($0, over: trials, workers: workers)
      }
      return readings.first.map { TellingFigure(reading: $0, threshold: threshold) }
    }
    // Ties keep the table's order.
    let ranked = found.filter { $0.reading.value > 0 }.enumerated().sorted { first, second in
      let scores = [first, second].map { $0.element.reading.value / $0.element.threshold }
      return scores[0] == scores[1] ? first.offset < second.offset : scores[0] > scores[1]
    }
    return ranked.prefix(count).map(\.element)
  }
}
