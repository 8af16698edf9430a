/// JSON pointers (RFC 6901).
public enum JSONPointer {
  /// The decoded tokens of a pointer as it is written, e.g. `/users/0/id`; nil: it is none. The empty one is the whole text.
  public static func tokens(of pointer: String) -> [String]? {
    guard !pointer.isEmpty else { return [] }
    let parts = pointer.split(separator: "/", omittingEmptySubsequences: false)
    guard parts[0].isEmpty else { return nil }
    let tokens = parts.dropFirst().compactMap { part -> String? in
      let isSound = !part.replacing("~0", with: "").replacing("~1", with: "").contains("~")
      return isSound ? String(part.replacing("~1", with: "/").replacing("~0", with: "~")) : nil
    }
    return tokens.count == parts.count - 1 ? tokens : nil
  }

  /// A pointer of decoded tokens as it is written.
  public static func text(of tokens: [String]) -> String {
    tokens.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
  }
}

extension JSONValue {
  /// The value that a pointer's decoded tokens lead to; nil: there is none.
  public subscript(_ tokens: [String]) -> JSONValue? {
    var value = self
    for token in tokens {
      switch value {
      case .object(let members):
        guard let member = members[token] else { return nil }
        value = member
      case .array(let values):
        // Numbers have no zeros before them.
        guard let index = Int(token), String(index) == token, values.indices.contains(index) else {
          return nil
        }
        value = values[index]
      case .null, .bool, .integer, .number, .string: return nil
      }
    }
    return value
  }
}
