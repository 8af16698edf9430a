/// What questions are made of: forms with places for words and numbers, `Who ruled {place} in {year}?`.
package struct QuestionTexts: Equatable, Sendable {
  package let forms: [String]
  /// What can stand in a place, by its name; each place has one or the other.
  package let lists: [String: [String]]
  package let ranges: [String: ClosedRange<Int>]

  /// Texts of which each has less than 2⁶² questions.
  package init(forms: [String], lists: [String: [String]], ranges: [String: ClosedRange<Int>]) {
    self.forms = forms
    self.lists = lists
    self.ranges = ranges
  }

  /// The questions in the order of a seed.
  package func questions(seed: UInt64) -> Questions {
    Questions(forms.map { Questions.Form($0, lists, ranges) }, seed: seed)
  }
}

/// Questions of a kind, by their number: as many different ones as it has, in an order that a seed decides.
///
/// The first number of a text picks its form, the rest goes through a permutation and is taken apart into the form's words. So questions
/// differ by construction, over users, turns and threads, without anybody keeping what was asked.
package struct Questions: Sendable {
  /// A form with places for words and numbers.
  struct Form: Sendable {
    enum Part: Sendable {
      case text([UInt8])
      case words([[UInt8]])
      case numbers(ClosedRange<Int>)
    }

    let parts: [Part]
    /// How many texts it has.
    let count: Int

    /// A form as it is written: `Who ruled {places} in {year}?`; a place is a list of words, or a range of numbers.
    init(_ written: String, _ lists: [String: [String]], _ ranges: [String: ClosedRange<Int>]) {
      var (parts, rest) = ([Part](), written[...])
      while let match = rest.firstMatch(of: /\{([a-z]+)\}/) {
        parts.append(.text(Array(rest[..<match.range.lowerBound].utf8)))
        let name = String(match.1)
        if let list = lists[name] {
          parts.append(.words(list.map { Array($0.utf8) }))
        } else if let range = ranges[name] {
          parts.append(.numbers(range))
        } else {
          preconditionFailure("no words for {\(name)}")
        }
        rest = rest[match.range.upperBound...]
      }
      parts.append(.text(Array(rest.utf8)))
      self.parts = parts
      count = parts.reduce(1) { $0 * $1.choices }
    }
  }

  private let forms: [Form]
  private let permutations: [Permutation]

  init(_ forms: [Form], seed: UInt64) {
    self.forms = forms
    permutations = forms.enumerated().map {
      Permutation(below: $1.count, seed: seed &+ UInt64($0) &* 0x9e37_79b9_7f4a_7c15)
    }
  }

  /// How many different questions there are before one comes again.
  package var count: Int { forms.count * (forms.map(\.count).min() ?? 0) }

  /// The longest one, in bytes.
  package var mostBytes: Int { forms.map { $0.parts.reduce(0) { $0 + $1.mostBytes } }.max() ?? 0 }

  /// A question by its number, from 0 on.
  package subscript(number: Int) -> String {
    var bytes: [UInt8] = []
    write(number) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Hands over the parts of a question, one after the other.
  func write(_ number: Int, to take: ([UInt8]) -> Void) {
    let index = number % forms.count
    var rest = permutations[index](number / forms.count % forms[index].count)
    for part in forms[index].parts {
      let choices = part.choices
      take(part.bytes(rest % choices))
      rest /= choices
    }
  }
}

extension Questions.Form.Part {
  /// How many texts it can be.
  fileprivate var choices: Int {
    switch self {
    case .text: 1
    case .words(let words): words.count
    case .numbers(let range): range.count
    }
  }

  fileprivate var mostBytes: Int {
    switch self {
    case .text(let text): text.count
    case .words(let words): words.map(\.count).max() ?? 0
    case .numbers(let range): max("\(range.lowerBound)".utf8.count, "\(range.upperBound)".utf8.count)
    }
  }

  fileprivate func bytes(_ choice: Int) -> [UInt8] {
    switch self {
    case .text(let text): text
    case .words(let words): words[choice]
    case .numbers(let range): Array("\(range.lowerBound + choice)".utf8)
    }
  }
}
