/// Text for terminals that know no other characters.
package enum ASCIIText {
  /// The marks, signs and lines of ours by what stands for them, of the same width wherever tables have them.
  private static let replacements: [Character: String] = [
    "▲": "+", "▼": "-", "≋": "#", "★": "*", "×": "x", "─": "-", "µ": "u", "δ": "d", "−": "-", "–": "-",
    "…": ".",
    "·": ".", "≥": ">=", "→": "->", "“": "\"", "”": "\"", "’": "'", "⁶": "^6", "\u{a0}": " ", "\u{202f}": " ",
  ]

  /// The same text in ASCII; a character that nothing stands for is a question mark.
  package static func of(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.reduce(into: "") { ascii, character in
      if character.isASCII { ascii.append(character) } else { ascii += replacements[character] ?? "?" }
    }
  }
}
