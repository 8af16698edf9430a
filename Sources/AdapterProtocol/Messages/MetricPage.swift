/// Where an app's counter pages (`docs/AGENTS.md`) have a metric: in the pages of one kind (rule I6).
public struct MetricPage: Codable, Equatable, Sendable {
  /// How a percentile is made of buckets: totals side by side, from the metric's slot on.
  public struct Buckets: Codable, Equatable, Sendable {
    /// From 0 to 100.
    public var percent: Int
    /// What each bucket holds at most, ascending, in the metric's unit; one more holds what is greater.
    public var bounds: [Int]
    /// The slot of the maximum of the same, which no percentile exceeds; nil: there is none.
    public var longest: Int?

    /// A percentile of what is counted in buckets.
    public init(percent: Int, bounds: [Int], longest: Int? = nil) {
      self.percent = percent
      self.bounds = bounds
      self.longest = longest
    }
  }

  /// The kind of page, e.g. `gil`.
  public var kind: String
  /// The slot of the total, of the maximum, of the sum that a mean is made of, or of the first bucket.
  public var slot: Int
  /// The slot whose total is taken off a total; nil: none is.
  public var less: Int?
  /// The slot of how many a mean is the mean of; nil for all else.
  public var count: Int?
  /// The buckets of a percentile; nil for all else.
  public var buckets: Buckets?
  /// How long after its end an event may be written into these pages; nil: it is written at once.
  public var eventAgeNanoseconds: Int?

  /// A place in the pages of a kind.
  public init(
    kind: String, slot: Int, less: Int? = nil, count: Int? = nil, buckets: Buckets? = nil,
    eventAgeNanoseconds: Int? = nil
  ) {
    self.kind = kind
    self.slot = slot
    self.less = less
    self.count = count
    self.buckets = buckets
    self.eventAgeNanoseconds = eventAgeNanoseconds
  }
}
