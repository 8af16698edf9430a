import JSON
import Wording

/// What members of a scenario are, each with its range.
extension JSON5Fields {
  /// A number of a range.
  mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
    let bounds = "\(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    return value(name, wants: "a number from \(bounds)") { value in
      value.double.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }

  /// A length of time of a range, in seconds.
  mutating func time(_ name: String, in range: ClosedRange<Double>) -> Double? {
    let bounds = "\(TimeText.text(range.lowerBound)) to \(TimeText.text(range.upperBound))"
    return value(name, wants: "a time from \(bounds), with its unit, e.g. \"500ms\"") { value in
      guard case .string(let text) = value, let seconds = TimeText.seconds(text), range.contains(seconds)
      else {
        return nil
      }
      return seconds
    }
  }

  /// A seed.
  mutating func seed(_ name: String) -> UInt64? {
    value(name, wants: "a whole number from 0 to 9223372036854775807") { value in
      if case .integer(let number) = value { UInt64(exactly: number) } else { nil }
    }
  }

  /// One of some names.
  mutating func choice<Value: CaseIterable & RawRepresentable<String>>(
    _ name: String, of _: Value.Type
  ) -> Value? {
    value(name, wants: "one of \(Value.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))") {
      value in
      if case .string(let text) = value { Value(rawValue: text) } else { nil }
    }
  }

  /// A text with places for values.
  mutating func slotText(_ name: String) -> SlotText? {
    guard let node = node(name) else { return nil }
    return slotText(node, at: path(to: name))
  }

  /// The same of a node that was taken already.
  mutating func slotText(_ node: JSON5Node, at path: String) -> SlotText? {
    let written: String
    switch node.value {
    case .string(let text): written = text
    case .integer(let number): written = "\(number)"
    case .number(let number): written = "\(number)"
    default:
      complain(node.place, "\(path) must be a text or a number, not \(node.value.kind)")
      return nil
    }
    guard let text = SlotText(written) else {
      complain(
        node.place,
        "\(path): `{{` begins a place for a value and needs its name and `}}`, e.g. {{user.key}}; two braces that are none are written `{{{{`"
      )
      return nil
    }
    return text
  }

  /// Any JSON value whose texts may have places for values.
  mutating func slotJSON(_ node: JSON5Node, at path: String) -> SlotJSON {
    switch node.value {
    case .null, .bool, .integer, .number: return .constant(JSONText.compact(node.json))
    case .string: return .text(slotText(node, at: path) ?? .constant(""))
    case .array(let nodes):
      return .array(nodes.enumerated().map { slotJSON($1, at: "\(path)[\($0)]") })
    case .object(let members):
      return .object(
        members.map { .init(name: $0.name, value: slotJSON($0.node, at: "\(path).\($0.name)")) })
    }
  }

  /// The elements of an array, which has so many.
  mutating func elements(_ name: String, _ range: ClosedRange<Int>) -> [JSON5Node]? {
    value(name, wants: "an array of \(range.lowerBound) to \(range.upperBound) elements") { value in
      if case .array(let nodes) = value, range.contains(nodes.count) { nodes } else { nil }
    }
  }
}

extension JSON5Node.Value {
  /// The number that it is; nil: it is none.
  var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// The text that it is; nil: it is none.
  var string: String? { if case .string(let text) = self { text } else { nil } }
}
