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
}
