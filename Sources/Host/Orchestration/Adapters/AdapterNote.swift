package import AdapterProtocol

/// What an adapter says beside its answers, for people.
package struct AdapterNote: Equatable, Sendable, CustomStringConvertible {
  /// The adapter's name.
  package let adapter: String
  /// How much it matters.
  package let level: LogNotification.Level
  /// What is said.
  package let message: String

  /// As a line.
  package var description: String { "\(adapter) adapter: \(level.rawValue): \(message)" }
}
