import Wording

/// A command line that cannot be carried out: what is wrong and what would help. Exit code 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// A name that does not exist, with the nearest ones that do, or with what helps `otherwise`.
  static func unknown(_ kind: String, _ name: String, known: [String], otherwise: String) -> UsageError {
    let nearest = NearestNames.to(name, in: known)
    let help = nearest.isEmpty ? otherwise : "did you mean \(nearest.joined(separator: " or "))?"
    return UsageError("unknown \(kind) `\(name)`; \(help)")
  }

  /// A name that does not exist, with the nearest ones that do, or the `command` whose help has all.
  static func unknown(_ kind: String, _ name: String, known: [String], command: [String]) -> UsageError {
    unknown(kind, name, known: known, otherwise: "see `\(command.joined(separator: " ")) --help`")
  }
}
