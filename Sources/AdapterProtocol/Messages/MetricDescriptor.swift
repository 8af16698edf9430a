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

  /// A metric.
  public init(name: String, unit: String, kind: Kind, better: Better, description: String) {
    self.name = name
    self.unit = unit
    self.kind = kind
    self.better = better
    self.description = description
  }
}
