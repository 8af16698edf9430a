/// A framework that an adapter can start (rule I3).
public struct Framework: Codable, Equatable, Sendable {
  /// Its name within the adapter, e.g. `fastapi`.
  public var name: String
  /// What it is, in a few words.
  public var description: String
  /// Whether the adapter's own name stands for it.
  public var isDefault: Bool
  /// What it declares to do differently from the workload contract.
  public var deviations: [Deviation]

  private enum CodingKeys: String, CodingKey {
    case name, description, deviations
    case isDefault = "default"
  }

  /// A framework.
  public init(name: String, description: String, isDefault: Bool, deviations: [Deviation]) {
    self.name = name
    self.description = description
    self.isDefault = isDefault
    self.deviations = deviations
  }
}

/// Something of the workload contract that a framework cannot do idiomatically.
public struct Deviation: Codable, Equatable, Sendable {
  /// A short name, unique within the framework.
  public var id: String
  /// What differs, in a sentence.
  public var description: String
  /// The workloads it touches.
  public var workloads: [String]

  /// A declared deviation.
  public init(id: String, description: String, workloads: [String]) {
    self.id = id
    self.description = description
    self.workloads = workloads
  }
}
