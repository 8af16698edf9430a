/// The members of an object as a reader takes them: each by its name and kind, and what is left over is an error.
///
/// Problems are collected, so that one reading tells all of them.
public struct JSON5Fields {
  /// Where the object is in the file, e.g. `apps.mine`.
  public let path: String
  private let place: TextPlace
  private let members: [JSON5Member]
  private var known: [String] = []
  private var found: [JSON5Problem] = []

  /// The members of a node that is to be an object; `path` says where it is in the file, e.g. `apps.mine`.
  public init(_ node: JSON5Node, at path: String) {
    self.path = path
    place = node.place
    if case .object(let members) = node.value {
      self.members = members
    } else {
      members = []
      found = [
        JSON5Problem(
          node.place, "\(path.isEmpty ? "the file" : path) must be an object, not \(node.value.kind)")
      ]
    }
  }

  /// Where a member of this name is.
  public func path(to name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// The member of this name; nil: there is none.
  public mutating func node(_ name: String) -> JSON5Node? {
    if !known.contains(name) { known.append(name) }
    return members.first { $0.name == name }?.node
  }

  /// All members, whatever their names, which are all taken.
  public mutating func everyMember() -> [JSON5Member] {
    known += members.map(\.name)
    return members
  }

  /// What `read` makes of a member; nil when there is none, or it is not what it `wants`.
  public mutating func value<Value>(
    _ name: String, wants: String, _ read: (JSON5Node.Value) -> Value?
  ) -> Value? {
    guard let node = node(name) else { return nil }
    if let value = read(node.value) { return value }
    complain(node.place, "\(path(to: name)) must be \(wants), not \(node.shown)")
    return nil
  }

  /// A text that is not empty.
  public mutating func text(_ name: String) -> String? {
    value(name, wants: "a text") { if case .string(let text) = $0, !text.isEmpty { text } else { nil } }
  }

  /// A text that must be there; without one it is empty, and a problem.
  public mutating func requiredText(_ name: String) -> String {
    let text = text(name)
    if text == nil, !members.contains(where: { $0.name == name }) {
      complain(place, "\(path(to: name)) is missing")
    }
    return text ?? ""
  }

  /// A boolean.
  public mutating func bool(_ name: String) -> Bool? {
    value(name, wants: "true or false") { if case .bool(let value) = $0 { value } else { nil } }
  }

  /// A whole number of a range.
  public mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    let (low, high) = (range.lowerBound, range.upperBound)
    return value(name, wants: low == high ? "\(low)" : "a whole number from \(low) to \(high)") {
      if case .integer(let value) = $0, let number = Int(exactly: value), range.contains(number) {
        number
      } else {
        nil
      }
    }
  }

  /// Texts by name.
  public mutating func texts(_ name: String) -> [(name: String, text: String)] {
    guard let node = node(name) else { return [] }
    var fields = JSON5Fields(node, at: path(to: name))
    let texts = fields.everyMember().map { ($0.name, fields.text($0.name) ?? "") }
    take(fields)
    return texts
  }

  /// Something else that is wrong.
  public mutating func complain(_ place: TextPlace, _ text: String) {
    found.append(JSON5Problem(place, text))
  }

  /// Takes over what was wrong below, with the fields that nobody asked for.
  public mutating func take(_ fields: JSON5Fields) { found += fields.problems }

  /// What was wrong, with a line for each member that nobody asked for, in the order of the text.
  public var problems: [JSON5Problem] {
    let unknown = members.filter { !known.contains($0.name) }.map {
      JSON5Problem(
        $0.place, "unknown field `\(path(to: $0.name))`; there are \(known.joined(separator: ", "))")
    }
    return (found + unknown).sorted { $0.place < $1.place }
  }
}
