package import Statistics

/// The stored form of a histogram: `{"minimum", "maximum", "buckets": [gap, count, gap, count, …]}`, where a gap is the
/// distance of a bucket's lowest value from that of the bucket before (the first one's from 0). Nothing is lost.
extension Histogram: Codable {
  private enum CodingKeys: String, CodingKey { case minimum, maximum, buckets }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let buckets = try container.decode([UInt64].self, forKey: .buckets)
    var lowest: UInt64 = 0
    let entries = stride(from: 0, to: buckets.count - 1, by: 2).map { i in
      lowest &+= buckets[i]
      return Entry(lowestValue: lowest, count: buckets[i + 1])
    }
    let minimum = try container.decodeIfPresent(UInt64.self, forKey: .minimum)
    let maximum = try container.decodeIfPresent(UInt64.self, forKey: .maximum)
    guard buckets.count.isMultiple(of: 2),
      let histogram = Histogram(entries: entries, minimum: minimum, maximum: maximum)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .buckets, in: container, debugDescription: "no histogram")
    }
    self = histogram
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(minimum, forKey: .minimum)
    try container.encodeIfPresent(maximum, forKey: .maximum)
    var previous: UInt64 = 0
    let buckets = entries.flatMap { entry in
      defer { previous = entry.lowestValue }
      return [entry.lowestValue - previous, entry.count]
    }
    try container.encode(buckets, forKey: .buckets)
  }
}
