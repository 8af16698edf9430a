/// What a participant's app and its adapter say of themselves.
package struct FrameworkFacts: Codable, Equatable, Sendable {
  /// Something of the workload contract that the framework cannot do idiomatically.
  package struct Deviation: Codable, Equatable, Sendable {
    /// A short name, unique within the framework.
    package let id: String
    /// What differs, in a sentence.
    package let description: String
    /// The workloads it touches.
    package let workloads: [String]

    /// A declared deviation.
    package init(id: String, description: String, workloads: [String]) {
      self.id = id
      self.description = description
      self.workloads = workloads
    }
  }

  /// Whose they are; a twin's are its original's.
  package let participant: Key<Participant>
  /// The runtime, e.g. `CPython 3.11.2 (/usr/bin/python3)`.
  package let runtime: String
  /// Versions by part: `runtime`, `framework`, `server`.
  package let versions: [String: String]
  /// What it declares to do differently.
  package let deviations: [Deviation]

  /// Facts about one participant.
  package init(
    participant: Key<Participant>, runtime: String, versions: [String: String], deviations: [Deviation]
  ) {
    self.participant = participant
    self.runtime = runtime
    self.versions = versions
    self.deviations = deviations
  }
}
