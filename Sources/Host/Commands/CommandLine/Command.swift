/// One command, or a group of them: everything the command line knows about it.
struct Command: Sendable {
  /// An example in help, and what it does.
  struct Example: Sendable {
    let line: String
    let meaning: String

    init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }

  /// The words that are no flags: how help calls them, and how many there may be.
  struct Operands: Equatable, Sendable {
    let placeholder: String
    let count: ClosedRange<Int>

    static let none = Operands(placeholder: "", count: 0...0)
    static func one(_ placeholder: String) -> Operands { Operands(placeholder: placeholder, count: 1...1) }
    static func optional(_ placeholder: String) -> Operands {
      Operands(placeholder: "[\(placeholder)]", count: 0...1)
    }
    static func some(_ placeholder: String) -> Operands {
      Operands(placeholder: "\(placeholder)…", count: 1...Int.max)
    }
    static func any(_ placeholder: String) -> Operands {
      Operands(placeholder: "[\(placeholder)…]", count: 0...Int.max)
    }
  }

  let name: String
  let summary: String
  var discussion = ""
  var operands = Operands.none
  var flags: [any CommandFlag] = []
  /// Whether `harness.json5` may say something of its flags.
  var readsProjectFile = false
  /// Flags of which one that is typed stands in the place of what `harness.json5` says of the others.
  var alternatives: [[String]] = []
  /// What a shell may offer as an operand.
  var operandOffers = Offers.nothing
  /// The flag that says the same as operands.
  var operandFlag: String?
  var examples: [Example] = []
  var subcommands: [Command] = []
  /// Understands and checks what was typed; starts and changes nothing. Throws a `UsageError`; nil for a group.
  var request: (@Sendable (Arguments, Context) throws -> any Request)?

  /// The flags of the command and `--help`.
  var allFlags: [any CommandFlag] { flags + [Flag.help] }

  /// The command that `words` lead to, its full name, and the words left for it.
  ///
  /// `groups` are the names that have led here.
  func resolve(
    _ words: ArraySlice<String>, below groups: [String] = []
  ) throws -> (path: [String], command: Command, rest: [String]) {
    let path = groups + [name]
    guard !subcommands.isEmpty, let word = words.first, !word.hasPrefix("-") else {
      return (path, self, Array(words))
    }
    guard let subcommand = subcommands.first(where: { $0.name == word }) else {
      throw UsageError.unknown("command", word, known: subcommands.map(\.name), command: path)
    }
    return try subcommand.resolve(words.dropFirst(), below: path)
  }
}
