import Orchestration

/// A command line that cannot be carried out: what is wrong and what would help. Exit code 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// A name that does not exist, with the nearest ones that do.
  static func unknown(_ kind: String, _ name: String, known: [String], command: [String]) -> UsageError {
    let nearest = NearestNames.to(name, in: known)
    let help =
      nearest.isEmpty
      ? "see `\(command.joined(separator: " ")) --help`"
      : "did you mean \(nearest.joined(separator: " or "))?"
    return UsageError("unknown \(kind) `\(name)`; \(help)")
  }
}
