package import Statistics

/// Something that is measured of a participant under a condition.
package struct Measure: Codable, Hashable, Sendable, Identifiable {
  /// Which direction is good.
  package enum Better: String, Codable, Sendable { case higher, lower, neither }

  /// How the values of several blocks become one that is published.
  package enum Aggregation: Codable, Hashable, Sendable {
    /// Their mean.
    case mean
    /// A percentile, from 0 to 100, of the blocks' histograms of this name together: a mean of percentiles is none.
    case percentile(of: Key<Histogram>, Double)

    private enum PercentileCodingKeys: String, CodingKey { case of, _1 = "percent" }
  }

  /// What its values count: `requests/s`, `events/s`, `ns`, `µs`, `bytes`, `share` (from 0 to 1), or any other word, which is shown as it is.
  package enum Units {}

  /// Unique in a plan, e.g. `throughput`.
  package let id: Key<Measure>
  /// What people read, e.g. `p99`.
  package let title: String
  /// The unit of its values.
  package let unit: Key<Units>
  /// Which direction is good.
  package let better: Better
  /// How blocks are put together.
  package let aggregation: Aggregation
  /// Fewer requests than these say nothing about it.
  package let fewestSamples: Int

  /// A measure.
  package init(
    _ id: Key<Measure>, _ title: String, unit: Key<Units>, better: Better, aggregation: Aggregation = .mean,
    fewestSamples: Int = 1
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.better = better
    self.aggregation = aggregation
    self.fewestSamples = fewestSamples
  }
}

extension Key where Owner == Measure.Units {
  package static let requestsPerSecond = Key("requests/s")
  package static let eventsPerSecond = Key("events/s")
  package static let flowsPerSecond = Key("flows/s")
  package static let nanoseconds = Key("ns")
  package static let microseconds = Key("µs")
  package static let bytes = Key("bytes")
  package static let share = Key("share")
  package static let count = Key("count")
}
