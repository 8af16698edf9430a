/// A flag as parsing, help and completion see it, whatever its value is; `Flag` is the only one that there is.
protocol CommandFlag: Sendable {
  associatedtype Value: Equatable & Sendable

  /// Without the dashes, e.g. `frameworks`.
  var name: String { get }
  /// Stands for the value in help, e.g. `NAMES`; nil for a switch.
  var placeholder: String? { get }
  /// What it does, in one line.
  var summary: String { get }
  /// The letter after a single dash that stands for it too, e.g. `c`.
  var letter: Character? { get }
  /// Whether it may be given more than once.
  var repeats: Bool { get }
  /// Whether its value may be empty.
  var takesEmptyText: Bool { get }
  /// What a shell may offer as its value.
  var offers: Offers { get }
  /// What holds without it.
  var standard: Standard<Value> { get }

  /// The value of what was typed for it, a text for each time it was given; a switch has none. Throws a `UsageError`.
  func value(of texts: [String]) throws -> Value
}

extension CommandFlag {
  /// What help says of what holds without it; nil for nothing.
  var standardText: String? { standard.text }
}

/// What holds without a flag.
enum Standard<Value: Sendable>: Sendable {
  /// This value, which can be typed as `text`; `note` says more.
  case typed(Value, text: String, note: String?)
  /// What cannot be typed, in words (nil: nothing to tell), and the value that stands for it.
  case told(String?, @Sendable () -> Value)
  /// Nothing: the flag must be given, e.g. as `example`; `help` says more.
  case required(example: String, help: String)

  /// What help says of it; nil for nothing.
  var text: String? {
    switch self {
    case .typed(_, let text, let note): ([text] + [note].compactMap(\.self)).joined(separator: ", ")
    case .told(let text, _): text
    case .required: nil
    }
  }
}

/// A flag of a command: its text, what its value may be and what holds without it, in one place.
/// Parsing, help and completion follow from it, and `Arguments` has its value.
struct Flag<Value: Equatable & Sendable>: CommandFlag {
  let name: String
  let placeholder: String?
  private(set) var summary: String
  let letter: Character?
  let repeats: Bool
  let takesEmptyText: Bool
  let offers: Offers
  let standard: Standard<Value>
  private let read: @Sendable ([String]) throws -> Value

  func value(of texts: [String]) throws -> Value { try read(texts) }

  /// What holds without it; throws a `UsageError` when `command` needs it.
  func standardValue(for command: String) throws -> Value {
    switch standard {
    case .typed(let value, _, _): value
    case .told(_, let make): make()
    case .required(let example, let help):
      throw UsageError("\(command) needs --\(name), e.g. --\(name) \(example); \(help)")
    }
  }

  /// The same flag for another command, where it has this meaning.
  func saying(_ summary: String) -> Flag {
    var flag = self
    flag.summary = summary
    return flag
  }

  private init<Written>(
    _ name: String, _ placeholder: String, _ notation: Notation<Written>, _ summary: String,
    _ letter: Character?, _ standard: Standard<Value>, repeats: Bool = false,
    _ value: @escaping @Sendable ([Written]) -> Value?
  ) {
    self.name = name
    self.placeholder = placeholder
    self.summary = summary
    self.letter = letter
    self.repeats = repeats || notation.joiner != nil
    takesEmptyText = notation.takesEmptyText
    offers = notation.offers
    self.standard = standard
    read = { texts in
      let texts = notation.joiner.map { [texts.joined(separator: $0)] } ?? texts
      guard let value = value(try texts.map { try notation.read($0, "--" + name) }) else {
        throw UsageError("--\(name) wants a value: --\(name) \(placeholder)")
      }
      return value
    }
  }
}

extension Flag {
  /// A flag with a standard value, which help shows as it would be typed; `note` says more of it.
  init(
    _ name: String, _ placeholder: String, _ notation: Notation<Value>, _ summary: String,
    letter: Character? = nil, standard: Value, note: String? = nil
  ) {
    let typed = Standard.typed(standard, text: notation.write(standard), note: note)
    self.init(name, placeholder, notation, summary, letter, typed) { $0.first }
  }

  /// A flag without which `make` gives the value, which `otherwise` tells in words.
  init(
    _ name: String, _ placeholder: String, _ notation: Notation<Value>, _ summary: String,
    letter: Character? = nil, otherwise: String, make: @escaping @Sendable () -> Value
  ) {
    self.init(name, placeholder, notation, summary, letter, .told(otherwise, make)) { $0.first }
  }

  /// A flag whose value is nil without it; `otherwise` tells in words what that means.
  init<Written>(
    _ name: String, _ placeholder: String, _ notation: Notation<Written>, _ summary: String,
    letter: Character? = nil, otherwise: String? = nil
  ) where Value == Written? {
    self.init(name, placeholder, notation, summary, letter, .told(otherwise) { nil }) { $0.first }
  }

  /// A flag that must be given, e.g. as `example`; `help` says where values come from.
  init(
    _ name: String, _ placeholder: String, _ notation: Notation<Value>, _ summary: String,
    letter: Character? = nil, example: String, help: String
  ) {
    let required = Standard<Value>.required(example: example, help: help)
    self.init(name, placeholder, notation, summary, letter, required) { $0.first }
  }

  /// A flag that may be given any number of times; its value has what was said each time.
  init<Written>(
    repeated name: String, _ placeholder: String, _ notation: Notation<Written>, _ summary: String,
    letter: Character? = nil
  ) where Value == [Written] {
    self.init(name, placeholder, notation, summary, letter, .told(nil) { [] }, repeats: true) { $0 }
  }
}

extension Flag where Value == Bool {
  /// A switch: given or not.
  init(switch name: String, _ summary: String, letter: Character? = nil) {
    self.name = name
    placeholder = nil
    self.summary = summary
    self.letter = letter
    repeats = false
    takesEmptyText = false
    offers = .nothing
    standard = .told(nil) { false }
    read = { _ in true }
  }

  static var help: Flag { Flag(switch: "help", "show this help and stop", letter: "h") }
  static var json: Flag { Flag(switch: "json", "print JSON for programs instead of text") }
}
