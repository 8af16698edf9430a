import Foundation
import Wording

/// What a shell may offer as a flag's value, or as an operand.
enum Offers: Equatable, Sendable {
  case nothing, files, folders
  case oneOf([String])
  /// What there is when it is asked for; several have commas between them.
  case listed(Listing)
}

/// How values of a kind are typed, and which of them are allowed.
struct Notation<Value: Sendable>: Sendable {
  /// The value that a text stands for, typed after a flag like `--rounds`. Throws a `UsageError` that says what the flag wants.
  let read: @Sendable (_ text: String, _ flag: String) throws -> Value
  /// A text that stands for the value.
  let write: @Sendable (Value) -> String
  let offers: Offers
  /// What stands between the texts of a flag that is given several times; nil: it is given once.
  let joiner: String?
  /// Whether an empty text stands for a value.
  let takesEmptyText: Bool

  init(
    offers: Offers = .nothing, joiner: String? = nil, takesEmptyText: Bool = false,
    write: @escaping @Sendable (Value) -> String,
    read: @escaping @Sendable (_ text: String, _ flag: String) throws -> Value
  ) {
    self.read = read
    self.write = write
    self.offers = offers
    self.joiner = joiner
    self.takesEmptyText = takesEmptyText
  }

  /// A notation whose error is what it `wants`, e.g. `two rates, e.g. 100-5000`; `read` gives nil for anything else.
  init(
    wants: String, offers: Offers = .nothing, write: @escaping @Sendable (Value) -> String,
    read: @escaping @Sendable (String) -> Value?
  ) {
    self.init(offers: offers, write: write) { text, flag in
      guard let value = read(text) else { throw UsageError("\(flag) wants \(wants), not `\(text)`") }
      return value
    }
  }

  /// The same notation, for which a shell may offer something.
  func offering(_ offers: Offers) -> Notation {
    Notation(offers: offers, joiner: joiner, takesEmptyText: takesEmptyText, write: write, read: read)
  }

  /// The same notation, which has some advice for texts that it does not understand; nil: none.
  func advising(_ advice: @escaping @Sendable (_ text: String) -> String?) -> Notation {
    Notation(offers: offers, joiner: joiner, takesEmptyText: takesEmptyText, write: write) {
      [read] text, flag in
      do { return try read(text, flag) } catch let error as UsageError {
        throw advice(text).map { UsageError("\(error.description); \($0)") } ?? error
      }
    }
  }
}

extension Notation where Value: FixedWidthInteger {
  /// A whole number of the range.
  static func wholeNumber(in range: ClosedRange<Value>) -> Notation {
    Notation(
      wants: "a whole number from \(range.lowerBound) to \(range.upperBound)", write: { String($0) },
      read: { Value($0).flatMap { range.contains($0) ? $0 : nil } })
  }
}

extension Notation where Value == Double {
  /// A number of the range.
  static func number(in range: ClosedRange<Double>) -> Notation { number(in: range, unitsInOne: 1) }

  /// A percentage of the range; the value is the share, 0.03 for what is typed as 3.
  static func percentage(in range: ClosedRange<Double>) -> Notation { number(in: range, unitsInOne: 100) }

  /// Seconds of the range, or as much in a unit that is named.
  static func seconds(in range: ClosedRange<Double>) -> Notation {
    number(of: " of seconds", in: range, unitsInOne: 1)
  }

  /// Microseconds of the range, or as much in a unit that is named; the value is in seconds.
  static func microseconds(in range: ClosedRange<Double>) -> Notation {
    number(of: " of microseconds", in: range, unitsInOne: 1_000_000)
  }

  /// `times` says of what the number is; nil: it has no unit.
  private static func number(
    of times: String? = nil, in range: ClosedRange<Double>, unitsInOne units: Double
  ) -> Notation {
    let bounds = "from \(Decimal.text(range.lowerBound)) to \(Decimal.text(range.upperBound))"
    return Notation(
      wants: "a number\(times ?? "") \(bounds)" + (times == nil ? "" : ", or a time like 500ms, 30s or 1m"),
      write: { Decimal.text($0 * units) },
      read: { text in
        let number = Double(text) ?? (times == nil ? nil : TimeText.seconds(text).map { $0 * units })
        return number.flatMap { range.contains($0) ? $0 / units : nil }
      })
  }
}

extension Notation where Value: CaseIterable & RawRepresentable<String> {
  /// One of the type's cases, by its raw value.
  static var choice: Notation {
    let names = Value.allCases.map(\.rawValue)
    return Notation(
      wants: "one of \(names.joined(separator: ", "))", offers: .oneOf(names), write: \.rawValue,
      read: { Value(rawValue: $0) })
  }
}

extension Notation where Value == String {
  /// Any text.
  static var text: Notation { text(offers: .nothing) }

  /// Any text, for which a shell may offer something.
  static func text(offers: Offers) -> Notation { Notation(offers: offers, write: { $0 }) { text, _ in text } }

  /// Any text, even none.
  static var anyText: Notation { Notation(takesEmptyText: true, write: { $0 }) { text, _ in text } }

  /// One of the names.
  static func oneOf(_ names: [String]) -> Notation {
    Notation(
      wants: "one of \(names.joined(separator: ", "))", offers: .oneOf(names), write: { $0 },
      read: { names.contains($0) ? $0 : nil })
  }
}

extension Notation where Value == URL {
  /// A file's path.
  static var file: Notation { path(.files) }

  /// A folder's path.
  static var folder: Notation { path(.folders) }

  private static func path(_ offers: Offers) -> Notation {
    Notation(offers: offers, write: \.relativePath) { text, _ in URL(filePath: text) }
  }
}

extension Notation where Value == ClosedRange<Int> {
  /// Two ports with a dash between them.
  static var ports: Notation {
    Notation(
      wants: "two ports from 1 to 65535, e.g. 20000-20099", write: { "\($0.lowerBound)-\($0.upperBound)" },
      read: { text in
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard bounds.count == 2, let first = bounds[0], let last = bounds[1], first >= 1, last >= first,
          last <= 65535
        else { return nil }
        return first...last
      })
  }
}

extension Notation where Value == [String] {
  /// Names with commas between them, or given one by one; none empty and none twice.
  static var names: Notation {
    Notation(joiner: ",", write: { $0.joined(separator: ",") }) { text, flag in
      let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.drop { $0 == " " }.description
      }
      guard !names.contains("") else { throw UsageError("\(flag) has an empty name in `\(text)`") }
      if let twice = names.first(where: { name in names.count(where: { $0 == name }) > 1 }) {
        throw UsageError("\(flag) names `\(twice)` twice")
      }
      return names
    }
  }

  /// Names of those that are `known`, each a `kind`.
  static func names(of kind: String, among known: [String]) -> Notation {
    Notation(joiner: names.joiner, write: names.write) { text, flag in
      let chosen = try names.read(text, flag)
      if let name = chosen.first(where: { !known.contains($0) }) {
        throw UsageError.unknown(
          kind, name, known: known, otherwise: "\(flag) takes \(known.joined(separator: ", "))")
      }
      return chosen
    }
  }
}

/// Numbers as they are typed.
enum Decimal {
  /// Without a point where the number is whole.
  static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}
