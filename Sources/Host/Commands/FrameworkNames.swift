/// Frameworks by the names that were typed, after a flag or as plain words.
enum FrameworkNames {
  /// The names as typed; throws a `UsageError` for none, or both ways at once.
  static func typed(_ arguments: Arguments, after flag: Flag<[String]>) throws -> [String] {
    guard !arguments.operands.isEmpty else { return try arguments[flag] }
    guard !arguments.isGiven(flag) else {
      throw UsageError(
        "give frameworks after --\(flag.name) or as plain words, not both: "
          + arguments.operands.map { "`\($0)`" }.joined(separator: " "))
    }
    return try flag.value(of: arguments.operands)
  }
}
