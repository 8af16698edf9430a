package import Foundation

/// A run as it began: what was planned, with what, and on what machine. Stored as `run.json`, which never changes.
package struct Run: Codable, Equatable, Sendable {
  /// The version of the stored form that this code writes and reads.
  package static let currentSchemaVersion = 2

  /// The version of the stored form.
  package let schemaVersion: Int
  /// The folder's name, unique on a machine.
  package let id: String
  /// The version of harness that measured.
  package let harnessVersion: String
  /// The command line, program first.
  package let command: [String]
  /// When the run began.
  package let startedAt: Date
  /// What was planned.
  package let plan: Plan
  /// Where it ran.
  package let environment: Environment

  /// A run that begins now.
  package init(
    id: String, harnessVersion: String, command: [String], startedAt: Date, plan: Plan,
    environment: Environment
  ) {
    schemaVersion = Self.currentSchemaVersion
    self.id = id
    self.harnessVersion = harnessVersion
    self.command = command
    self.startedAt = startedAt
    self.plan = plan
    self.environment = environment
  }

  /// The same run by another name.
  func named(_ id: String) -> Run {
    Run(
      id: id, harnessVersion: harnessVersion, command: command, startedAt: startedAt, plan: plan,
      environment: environment)
  }
}
