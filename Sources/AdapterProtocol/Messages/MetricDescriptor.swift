/// What a metric means; the host shows metrics by their descriptors alone (rule I4).
public struct MetricDescriptor: Codable, Equatable, Sendable {
  /// How values behave over time.
  public enum Kind: String, Codable, Sendable {
    /// A total that only grows; its increase over a window counts.
    case counter
    /// A state; its value at the end of a window counts.
    case gauge
  }

  /// Which direction is good.
  public enum Better: String, Codable, Sendable {
    case lower, higher, neither
  }

  /// Where an app's counter pages (`docs/AGENTS.md`) have a metric: summed over the pages of a kind, those of ended threads
  /// included for counters and left out for gauges.
  public struct Page: Codable, Equatable, Sendable {
    /// The kind of page, e.g. `gil`.
    public var kind: String
    /// The slot of its total.
    public var slot: Int
    /// The slot whose total is taken off; nil: none is.
    public var less: Int?
    /// How long after its end an event may be written into these pages; nil: it is written at once.
    public var eventAgeNanoseconds: Int?

    /// A slot of the pages of a kind.
    public init(kind: String, slot: Int, less: Int? = nil, eventAgeNanoseconds: Int? = nil) {
      self.kind = kind
      self.slot = slot
      self.less = less
      self.eventAgeNanoseconds = eventAgeNanoseconds
    }
  }

  /// E.g. `cpu.user`.
  public var name: String
  /// E.g. `ns`, `bytes`, `count`.
  public var unit: String
  /// How values behave over time.
  public var kind: Kind
  /// Which direction is good.
  public var better: Better
  /// What is measured, in a sentence.
  public var description: String
  /// Where counter pages have it, for whoever reads them while a load is on; nil: `metrics/read` alone tells it.
  public var page: Page?

  /// A metric.
  public init(
    name: String, unit: String, kind: Kind, better: Better, description: String, page: Page? = nil
  ) {
    self.name = name
    self.unit = unit
    self.kind = kind
    self.better = better
    self.description = description
    self.page = page
  }
}
