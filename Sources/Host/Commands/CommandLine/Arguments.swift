/// What was typed after a command's name: its operands, and the values of its flags, those of `harness.json5` where nothing was typed.
struct Arguments: Sendable {
  private(set) var operands: [String] = []
  private let command: Command
  private let path: [String]
  /// What was given for each flag; a switch has no text.
  private var texts: [String: [String]] = [:]
  /// The flags that were typed, switches that were turned off among them.
  private var typed: Set<String> = []

  /// Reads `words`, and takes from `defaults` what they say nothing of; throws a `UsageError` for unknown or repeated flags, missing values and those that a flag does not
  /// take, and a wrong number of operands. Where help is asked for, values and operands may be wrong.
  init(
    _ words: [String], for command: Command, path: [String], defaults: [String: FlagDefaults.Value] = [:]
  ) throws {
    self.command = command
    self.path = path
    var words = words[...]
    var flagsAllowed = true
    while let word = words.popFirst() {
      guard flagsAllowed, word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      if word == "--" { flagsAllowed = false } else { try readFlag(word, &words) }
    }
    guard !self[.help] else { return }
    guard command.operands.count.contains(operands.count) else {
      let wanted = command.operands.placeholder.isEmpty ? "no operands" : command.operands.placeholder
      let got = operands.isEmpty ? "none" : operands.map { "`\($0)`" }.joined(separator: " ")
      throw UsageError("`\(path.joined(separator: " "))` takes \(wanted), got \(got)")
    }
    for (name, value) in defaults where !isDecided(name) { texts[name] = value.texts }
    for flag in command.allFlags { if let texts = texts[flag.name] { _ = try flag.value(of: texts) } }
  }

  /// Whether something was typed in a flag's place.
  private func isDecided(_ name: String) -> Bool {
    command.alternatives.filter { $0.contains(name) }.joined().contains(where: typed.contains)
      || typed.contains(name) || (name == command.operandFlag && !operands.isEmpty)
  }

  private mutating func readFlag(_ word: String, _ words: inout ArraySlice<String>) throws {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if let meant = try meaning(of: parts[0]) {
      return try take(meant, parts.count == 2 ? parts[1] : nil, &words)
    }
    let known = command.allFlags.map { "--" + $0.name }
    if !word.hasPrefix("--") {
      guard !known.contains("-" + parts[0]) else {
        throw UsageError("unknown flag `\(parts[0])`; did you mean -\(parts[0])?")
      }
      if let meant = try meaning(of: String(word.prefix(2))), meant.flag.placeholder != nil {
        return try take(meant, String(word.dropFirst(2)), &words)
      }
    }
    throw UsageError.unknown("flag", parts[0], known: known, command: path)
  }

  /// The flag that a word like `--connections` or `-c` is, here or in other tools, and the flag for a file after an `@`; nil when it is none.
  private func meaning(of word: String) throws -> Meant? {
    let flag = { [command] (name: String) in command.allFlags.first { $0.name == name } }
    if let known = command.allFlags.first(where: { $0.isMeant(by: word) }) { return (known, nil) }
    switch Habit.meaning(of: word, to: path.dropFirst().joined(separator: " ")) {
    case .flag(let name, let file): return flag(name).map { ($0, file.flatMap(flag)) }
    case .told(let sentence): throw UsageError("`\(word)`: \(sentence)")
    case nil: return nil
    }
  }

  private typealias Meant = (flag: any CommandFlag, file: (any CommandFlag)?)

  private mutating func take(_ meant: Meant, _ text: String?, _ words: inout ArraySlice<String>) throws {
    var flag = meant.flag
    guard flag.repeats || !typed.contains(flag.name) else {
      throw UsageError("--\(flag.name) is given twice")
    }
    typed.insert(flag.name)
    guard let placeholder = flag.placeholder else {
      guard text == nil || text == "true" || text == "false" else {
        throw UsageError("--\(flag.name) takes no value but `true` and `false`")
      }
      if text != "false" { texts[flag.name] = [] }
      return
    }
    guard var value = text ?? words.popFirst(), !value.isEmpty || flag.takesEmptyText else {
      throw UsageError("--\(flag.name) wants a value: --\(flag.name) \(placeholder)")
    }
    if let file = meant.file, value.hasPrefix("@") {
      flag = file
      typed.insert(file.name)
      value.removeFirst()
    }
    texts[flag.name, default: []].append(value)
  }

  /// Whether a flag was given, by `harness.json5` too.
  func isGiven(_ flag: any CommandFlag) -> Bool { texts[flag.name] != nil }

  /// Whether a flag was typed.
  func isTyped(_ flag: any CommandFlag) -> Bool { typed.contains(flag.name) }

  /// The flag's value, which is its standard one when it was not given; throws a `UsageError` when it is required.
  subscript<Value>(flag: Flag<Value>) -> Value {
    get throws { try given(flag) ?? flag.standardValue(for: path.dropFirst().joined(separator: " ")) }
  }

  /// Whether a switch was given.
  subscript(flag: Flag<Bool>) -> Bool {
    checkIsOurs(flag)
    return isGiven(flag)
  }

  /// The flag's value as it was given; nil when it was not. Throws a `UsageError`.
  func given<Value>(_ flag: Flag<Value>) throws -> Value? {
    checkIsOurs(flag)
    return try texts[flag.name].map(flag.value)
  }

  /// A flag of the same name may mean something else to another command.
  private func checkIsOurs(_ flag: any CommandFlag) {
    precondition(
      command.allFlags.contains { $0.name == flag.name && $0.summary == flag.summary },
      "`\(path.joined(separator: " "))` reads --\(flag.name), which is not among its flags")
  }
}

extension CommandFlag {
  /// Whether `word`, e.g. `--connections` or `-c`, is this flag.
  fileprivate func isMeant(by word: String) -> Bool {
    word == "--" + name || letter.map { word == "-\($0)" } ?? false
  }
}
