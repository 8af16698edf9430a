/// A flag of a command: parsing, help and completion all follow from this value.
struct Flag: Equatable, Sendable {
  /// What a shell may offer as the flag's value.
  enum Values: Equatable, Sendable {
    case anything, files, folders
    case oneOf([String])
  }

  /// Without the dashes, e.g. `frameworks`.
  let name: String
  /// Stands for the value in help, e.g. `NAMES`; nil for a switch.
  let placeholder: String?
  /// What it does, in one line.
  let summary: String
  /// What holds without it, as shown in help.
  let standard: String?
  let values: Values
  /// The letter after a single dash that stands for it too, e.g. `c`.
  let letter: Character?
  /// Whether it may be given more than once.
  let repeats: Bool

  /// A flag that takes a value.
  init(
    _ name: String, _ placeholder: String, _ summary: String, standard: String? = nil,
    values: Values = .anything, letter: Character? = nil, repeats: Bool = false
  ) {
    self.name = name
    self.placeholder = placeholder
    self.summary = summary
    self.standard = standard
    self.values = values
    self.letter = letter
    self.repeats = repeats
  }

  /// A switch: present or not.
  init(switch name: String, _ summary: String, letter: Character? = nil) {
    self.name = name
    placeholder = nil
    self.summary = summary
    standard = nil
    values = .anything
    self.letter = letter
    repeats = false
  }

  static let help = Flag(switch: "help", "show this help and stop", letter: "h")
  static let json = Flag(switch: "json", "print JSON for programs instead of text")
}
