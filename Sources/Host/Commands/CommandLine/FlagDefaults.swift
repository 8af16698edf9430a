import JSON

/// What `harness.json5` says of flags: it holds where nothing else is typed.
struct FlagDefaults: Equatable, Sendable {
  /// What would be typed for a flag, a text for each time it would be given; a switch has none.
  struct Value: Equatable, Sendable {
    let texts: [String]
    /// Where it is written, e.g. `harness.json5:3:14`.
    let place: String
  }

  /// By command, and the flag's name.
  private var values: [String: [String: Value]] = [:]

  /// What is written for the flags of a command.
  subscript(command: Command) -> [String: Value] { values[command.name] ?? [:] }

  /// Takes what the file says of commands: an object for each, with a member for each flag.
  mutating func read(_ fields: inout JSON5Fields, for commands: [Command]) {
    for command in commands where command.readsProjectFile {
      guard let node = fields.node(command.name) else { continue }
      var own = JSON5Fields(node, at: command.name)
      values[command.name] = Self.flags(of: command, &own)
      fields.take(own)
    }
  }

  private static func flags(of command: Command, _ fields: inout JSON5Fields) -> [String: Value] {
    let known = command.flags.map(\.name)
    for member in fields.everyMember() where !known.contains(member.name) {
      let problem = UsageError.unknown("flag", member.name, known: known, command: ["harness", command.name])
      fields.complain(member.place, "\(fields.path(to: member.name)): \(problem)")
    }
    return command.flags.reduce(into: [:]) { values, flag in
      guard let node = fields.node(flag.name) else { return }
      let path = fields.path(to: flag.name)
      do {
        guard let texts = try texts(of: node, for: flag, at: path) else { return }
        _ = try flag.value(of: texts)
        values[flag.name] = Value(texts: texts, place: "\(ProjectFile.name):\(node.place)")
      } catch {
        fields.complain(node.place, error is UsageError ? "\(path): \(error)" : "\(error)")
      }
    }
  }

  /// nil of a switch that is off.
  private static func texts(
    of node: JSON5Node, for flag: any CommandFlag, at path: String
  ) throws -> [String]? {
    guard flag.placeholder != nil else {
      guard case .bool(let isOn) = node.value else {
        throw Mistake("\(path) must be true or false, not \(node.value.kind)")
      }
      return isOn ? [] : nil
    }
    guard case .array(let nodes) = node.value else { return [try text(of: node, at: path)] }
    guard flag.repeats else { throw Mistake("\(path) takes one value, not an array") }
    guard !nodes.isEmpty else { throw Mistake("\(path) is an empty array") }
    return try nodes.map { try text(of: $0, at: path) }
  }

  private static func text(of node: JSON5Node, at path: String) throws -> String {
    switch node.value {
    case .string(let text): return text
    case .integer(let number): return "\(number)"
    case .number(let number): return "\(number)"
    default: throw Mistake("\(path) must be a text or a number, not \(node.value.kind)")
    }
  }

  private struct Mistake: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }
}
