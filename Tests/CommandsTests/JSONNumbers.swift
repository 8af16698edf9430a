import JSON

extension JSONValue {
  /// The JSON pointers (RFC 6901) of all numbers in it, itself being at `pointer`; members by their names.
  func numbers(at pointer: String = "") -> [String] {
    switch self {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { $1.numbers(at: Self.pointer(to: $0, below: pointer)) }
    case .array(let elements):
      elements.enumerated().flatMap { $1.numbers(at: "\(pointer)/\($0)") }
    case .integer, .number: [pointer]
    case .null, .bool, .string: []
    }
  }

  /// The same with the numbers at some pointers changed.
  func changing(_ chosen: Set<String>, at pointer: String = "") -> JSONValue {
    switch self {
    case .object(let members):
      .object(
        Dictionary(
          uniqueKeysWithValues: members.map { name, value in
            (name, value.changing(chosen, at: Self.pointer(to: name, below: pointer)))
          }))
    case .array(let elements):
      .array(elements.enumerated().map { $1.changing(chosen, at: "\(pointer)/\($0)") })
    case .integer(let value): .integer(chosen.contains(pointer) ? value + 1 : value)
    case .number(let value): .number(chosen.contains(pointer) ? value * (1 + 1e-9) : value)
    case .null, .bool, .string: self
    }
  }

  private static func pointer(to name: String, below pointer: String) -> String {
    "\(pointer)/\(name.replacing("~", with: "~0").replacing("/", with: "~1"))"
  }
}

extension [String] {
  /// All of them, each in one of a few groups of such as lie apart.
  var groups: [[String]] {
    let count = 16
    return (0..<count).map { first in stride(from: first, to: self.count, by: count).map { self[$0] } }
  }
}
