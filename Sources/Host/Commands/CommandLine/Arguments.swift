/// What was typed after a command's name, checked against its flags but not yet understood.
struct Arguments: Equatable, Sendable {
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]
  private var switches: Set<String> = []

  /// Reads `words`; throws a `UsageError` for unknown or repeated flags, missing values and a wrong number of operands.
  init(_ words: [String], for command: Command, path: [String]) throws {
    var words = words[...]
    var flagsAllowed = true
    while let word = words.popFirst() {
      guard flagsAllowed, word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      if word == "--" { flagsAllowed = false } else { try readFlag(word, &words, command, path) }
    }
    guard !asksForHelp else { return }
    guard command.operands.count.contains(operands.count) else {
      let wanted = command.operands.placeholder.isEmpty ? "no operands" : command.operands.placeholder
      let got = operands.isEmpty ? "none" : operands.map { "`\($0)`" }.joined(separator: " ")
      throw UsageError("`\(path.joined(separator: " "))` takes \(wanted), got \(got)")
    }
  }

  private mutating func readFlag(
    _ word: String, _ words: inout ArraySlice<String>, _ command: Command, _ path: [String]
  ) throws {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let flag = command.allFlags.first(where: { $0.isMeant(by: parts[0]) }) else {
      throw UsageError.unknown(
        "flag", parts[0], known: command.allFlags.map { "--" + $0.name }, command: path)
    }
    let name = flag.name
    guard flag.repeats || values[name] == nil, !switches.contains(name) else {
      throw UsageError("--\(name) is given twice")
    }
    guard let placeholder = flag.placeholder else {
      guard parts.count == 1 else { throw UsageError("--\(name) takes no value") }
      switches.insert(name)
      return
    }
    guard let value = parts.count == 2 ? parts[1] : words.popFirst(), !value.isEmpty else {
      throw UsageError("--\(name) wants a value: --\(name) \(placeholder)")
    }
    values[name, default: []].append(value)
  }

  var asksForHelp: Bool { has(.help) }

  /// Whether a switch was given.
  func has(_ flag: Flag) -> Bool { switches.contains(flag.name) }

  /// Whether a flag was given, be it a switch or not.
  func isGiven(_ flag: Flag) -> Bool { has(flag) || values[flag.name] != nil }

  /// The flag's value as typed; nil without it.
  func text(_ flag: Flag) -> String? { values[flag.name]?.first }

  /// All values of a flag that repeats, as typed.
  func texts(_ flag: Flag) -> [String] { values[flag.name] ?? [] }

  /// The comma-separated parts of the value; throws when one is empty or twice there.
  func list(_ flag: Flag) throws -> [String]? {
    guard let text = text(flag) else { return nil }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.drop { $0 == " " }.description
    }
    guard !parts.contains("") else { throw UsageError("--\(flag.name) has an empty name in `\(text)`") }
    if let twice = parts.first(where: { part in parts.count(where: { $0 == part }) > 1 }) {
      throw UsageError("--\(flag.name) names `\(twice)` twice")
    }
    return parts
  }

  /// The value as a whole number in `range`; nil without the flag.
  func integer<Number: FixedWidthInteger>(_ flag: Flag, in range: ClosedRange<Number>) throws -> Number? {
    guard let text = text(flag) else { return nil }
    guard let number = Number(text), range.contains(number) else {
      throw UsageError(
        "--\(flag.name) wants a whole number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
    }
    return number
  }

  /// The value as a number in `range`; nil without the flag.
  func number(_ flag: Flag, in range: ClosedRange<Double>) throws -> Double? {
    guard let text = text(flag) else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw UsageError(
        "--\(flag.name) wants a number from \(plain(range.lowerBound)) to \(plain(range.upperBound)), not `\(text)`"
      )
    }
    return number
  }

  /// The value as one of the flag's choices; nil without the flag.
  func choice(_ flag: Flag) throws -> String? {
    guard let text = text(flag), case .oneOf(let choices) = flag.values else { return nil }
    guard choices.contains(text) else {
      throw UsageError("--\(flag.name) wants one of \(choices.joined(separator: ", ")), not `\(text)`")
    }
    return text
  }

  /// The value of a flag whose values are a type's; throws when it is none of them, and nil without the flag.
  func value<Value: CaseIterable & RawRepresentable<String>>(_ flag: Flag) throws -> Value? {
    guard let text = text(flag) else { return nil }
    guard let value = Value(rawValue: text) else {
      let values = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--\(flag.name) wants one of \(values), not `\(text)`")
    }
    return value
  }

  private func plain(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
  }
}

extension Flag {
  /// Whether `word`, e.g. `--connections` or `-c`, is this flag.
  fileprivate func isMeant(by word: String) -> Bool {
    word == "--" + name || letter.map { word == "-\($0)" } ?? false
  }
}
