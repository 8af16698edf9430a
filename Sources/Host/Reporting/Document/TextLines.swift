/// Words broken into lines that are no longer than there is room, unless one word is.
struct TextLines {
  /// The spans of each line.
  private(set) var lines: [[Text.Span]] = [[]]
  private let room: Int
  private var used = 0

  init(_ text: Text, room: Int) {
    self.room = room
    for word in Self.words(of: text) {
      let length = word.reduce(0) { $0 + $1.words.count }
      if used > 0, used + 1 + length > room {
        lines.append([])
        used = 0
      }
      append(word, length)
    }
  }

  private mutating func append(_ word: [Text.Span], _ length: Int) {
    guard let last = lines[lines.count - 1].last, let first = word.first else {
      lines[lines.count - 1] = word
      used = length
      return
    }
    if let both = last.joined(with: first, separator: " ") {
      lines[lines.count - 1].removeLast()
      lines[lines.count - 1] += [both] + word.dropFirst()
    } else {
      lines[lines.count - 1] += [.plain(" ")] + word
    }
    used += length + 1
  }

  /// What blanks separate; a word may be of several spans.
  private static func words(of text: Text) -> [[Text.Span]] {
    text.spans.reduce(into: [[]]) { words, span in
      let parts = span.words.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
      for (index, part) in parts.enumerated() {
        if index > 0 { words.append([]) }
        words[words.count - 1].append(span.with(part))
      }
    }
  }
}
