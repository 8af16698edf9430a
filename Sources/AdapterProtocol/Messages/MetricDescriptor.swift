/// What a metric means; the host shows and reads metrics by their descriptors alone (rules I4, I6, I7).
public struct MetricDescriptor: Codable, Equatable, Sendable {
  /// How values behave over time.
  public enum Kind: String, Codable, Sendable {
    /// A total that only grows; its increase over a window counts.
    case counter
    /// A state, or what a window made of one; its value at the end of a window counts.
    case gauge
  }

  /// Which direction is good.
  public enum Better: String, Codable, Sendable {
    case lower, higher, neither
  }

  /// How one value is made of many.
  public enum Aggregation: String, Codable, Sendable {
    /// The sum over the app's processes.
    case total
    /// The greatest since the last reading.
    case maximum
    /// That of one request or event, of all since the last reading.
    case mean
    /// A percentile of all since the last reading.
    case percentile
  }

  /// What a figure is a share of, or a number per; without one it is as it is.
  public enum Basis: String, Codable, Sendable {
    /// The time that passed, as many times as the app has workers.
    case elapsed
    /// The app's processor time; for a mean, that of one answered request.
    case cpu
    /// The answered requests.
    case request
  }

  /// The metric's name, e.g. `python.gil.wait`.
  public var name: String
  /// E.g. `ns`, `bytes`, `count`.
  public var unit: String
  /// How values behave over time.
  public var kind: Kind
  /// Which direction is good.
  public var better: Better
  /// What is measured, in a sentence.
  public var description: String
  /// How one value is made of many.
  public var aggregation: Aggregation
  /// What the figure tells; nil: it is shown and not interpreted.
  public var role: MetricRole?
  /// What the figure is put in proportion to; nil: to nothing.
  public var basis: Basis?
  /// Short words for people, e.g. `GC`; nil: the name.
  public var label: String?
  /// Where counter pages have it; nil: `metrics/read` tells it.
  public var page: MetricPage?
  /// The kind of the events in counter pages that tell when each of what it counts was, e.g. `gc`; nil: none do.
  public var events: String?

  /// A metric.
  public init(
    name: String, unit: String, kind: Kind, better: Better, description: String,
    aggregation: Aggregation = .total, role: MetricRole? = nil, basis: Basis? = nil, label: String? = nil,
    page: MetricPage? = nil, events: String? = nil
  ) {
    self.name = name
    self.unit = unit
    self.kind = kind
    self.better = better
    self.description = description
    self.aggregation = aggregation
    self.role = role
    self.basis = basis
    self.label = label
    self.page = page
    self.events = events
  }

  /// The names that are the host's, which reads them for every app alike; with a dot at the end: all that begin so.
  private static let hostNames = [
    "cpu.", "process.", "memory.", "threads", "context_switches.", "disk.", "network.",
  ]

  /// What rule I4 has against it; nil: nothing.
  package var problem: String? {
    if Self.hostNames.contains(where: { $0.hasSuffix(".") ? name.hasPrefix($0) : name == $0 }) {
      return "has a name of the host's, which reads it itself"
    }
    return kind == .counter && aggregation != .total
      ? "is a counter, so that only a total can be made of it" : nil
  }
}
