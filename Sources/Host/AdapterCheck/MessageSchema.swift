package import Foundation
package import JSON

/// Validates messages with the keywords of JSON Schema 2020-12 that the protocol's `schema.json` uses; any other keyword is an error, so
/// that nothing of a schema is passed over.
package struct MessageSchema: Sendable {
  /// A schema that cannot be used.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Where a value is not what the schema says, and how.
  package struct Problem: Equatable, Sendable, CustomStringConvertible {
    /// The names of members and the indices of elements that lead there.
    package let path: [String]
    package let text: String

    package var description: String {
      (path.isEmpty ? "it" : "`\(path.joined(separator: "."))`") + " \(text)"
    }
  }

  private static let annotations: Set = ["$schema", "title", "description", "$defs"]
  private let definitions: [String: JSONValue]

  /// Reads a schema; throws a `Failure` for a keyword that is not known here and for a reference to nothing.
  package init(parsing text: Data) throws {
    let root = try JSONValue(parsing: text)
    guard case .object(let definitions)? = root["$defs"] else {
      throw Failure(description: "it has no `$defs`")
    }
    self.definitions = definitions
    try check(root, "#")
    for (name, definition) in definitions { try check(definition, "#/$defs/\(name)") }
  }

  /// What is wrong with a value as a definition has it; empty: nothing.
  package func problems(with value: JSONValue, as definition: String) -> [Problem] {
    guard let schema = definitions[definition] else {
      return [Problem(path: [], text: "is of no message that the schema knows")]
    }
    return problems(value, schema, [])
  }

  // MARK: - The schema itself

  private func check(_ schema: JSONValue, _ place: String) throws {
    guard case .object(let keywords) = schema else { throw Failure(description: "\(place) is no object") }
    for (keyword, operand) in keywords where !Self.annotations.contains(keyword) {
      let place = "\(place)/\(keyword)"
      switch keyword {
      case "$ref": _ = try target(of: operand, place)
      case "not", "items", "additionalProperties": try check(operand, place)
      case "anyOf": for each in operand.elements { try check(each, place) }
      case "properties": for (name, each) in operand.members { try check(each, "\(place)/\(name)") }
      case "pattern": try check(pattern: operand, place)
      case "type", "required", "const", "enum", "minItems", "maxItems", "uniqueItems", "minLength", "minimum",
        "maximum":
        break
      default: throw Failure(description: "\(place): the keyword `\(keyword)` is not known to this validator")
      }
    }
  }

  private func check(pattern: JSONValue, _ place: String) throws {
    do { _ = try Regex(pattern.text ?? "") } catch { throw Failure(description: "\(place): \(error)") }
  }

  private func target(of reference: JSONValue, _ place: String) throws -> JSONValue {
    let name = reference.text?.split(separator: "/").last.map(String.init) ?? ""
    guard reference.text == "#/$defs/\(name)", let schema = definitions[name] else {
      throw Failure(description: "\(place) leads nowhere")
    }
    return schema
  }

  // MARK: - Values

  private func problems(_ value: JSONValue, _ schema: JSONValue, _ path: [String]) -> [Problem] {
    schema.members.sorted { $0.key < $1.key }.flatMap { keyword, operand -> [Problem] in
      switch keyword {
      case "properties":
        return operand.members.sorted { $0.key < $1.key }.flatMap { name, schema in
          value[name].map { problems($0, schema, path + [name]) } ?? []
        }
      case "items":
        return value.elements.enumerated().flatMap { problems($1, operand, path + ["\($0)"]) }
      case "additionalProperties":
        let declared = schema["properties"]?.members ?? [:]
        return value.members.filter { declared[$0.key] == nil }.flatMap {
          problems($0.value, operand, path + [$0.key])
        }
      case "$ref":
        return (try? target(of: operand, "")).map { problems(value, $0, path) } ?? []
      case "required": return missing(value, operand, path)
      default:
        return violation(value, keyword, operand).map { [Problem(path: path, text: $0)] } ?? []
      }
    }
  }

  private func missing(_ value: JSONValue, _ names: JSONValue, _ path: [String]) -> [Problem] {
    guard case .object(let members) = value else { return [] }
    return names.elements.compactMap(\.text).filter { members[$0] == nil }.map {
      Problem(path: path + [$0], text: "is missing")
    }
  }

  /// What a keyword has against a value itself; nil: nothing.
  private func violation(_ value: JSONValue, _ keyword: String, _ operand: JSONValue) -> String? {
    switch (keyword, value) {
    case ("type", _):
      let types = operand.text.map { [$0] } ?? operand.elements.compactMap(\.text)
      return types.contains { value.isOf(type: $0) } ? nil : "is no \(types.joined(separator: " and no "))"
    case ("const", _): return value == operand ? nil : "is not \(JSONText.compact(operand))"
    case ("enum", _):
      return operand.elements.contains(value) ? nil : "is none of \(JSONText.compact(operand))"
    case ("anyOf", _):
      let fits = operand.elements.contains { problems(value, $0, []).isEmpty }
      return fits ? nil : "is none of what it may be"
    case ("not", _):
      return problems(value, operand, []).isEmpty
        ? "is what it must not be: \(JSONText.compact(operand))" : nil
    case ("minItems", .array(let values)): return limit(values.count, atLeast: operand, "elements")
    case ("maxItems", .array(let values)): return limit(values.count, atMost: operand, "elements")
    case ("uniqueItems", .array(let values)):
      let repeats = values.indices.contains { values[..<$0].contains(values[$0]) }
      return repeats && operand == .bool(true) ? "has an element twice" : nil
    case ("minLength", .string(let text)):
      return limit(text.unicodeScalars.count, atLeast: operand, "characters")
    case ("pattern", .string(let text)):
      return matches(text, operand.text ?? "") ? nil : "is not of the form \(operand.text ?? "")"
    case ("minimum", _):
      return value.double.flatMap {
        $0 < operand.double ?? 0 ? "is less than \(JSONText.compact(operand))" : nil
      }
    case ("maximum", _):
      return value.double.flatMap {
        $0 > operand.double ?? 0 ? "is more than \(JSONText.compact(operand))" : nil
      }
    default: return nil
    }
  }

  private func limit(_ count: Int, atLeast bound: JSONValue, _ unit: String) -> String? {
    Double(count) < bound.double ?? 0 ? "has \(count) \(unit), fewer than \(JSONText.compact(bound))" : nil
  }

  private func limit(_ count: Int, atMost bound: JSONValue, _ unit: String) -> String? {
    Double(count) > bound.double ?? 0 ? "has \(count) \(unit), more than \(JSONText.compact(bound))" : nil
  }

  /// ECMA-262's `$` is the end of the text, not what comes before a newline there.
  private func matches(_ text: String, _ pattern: String) -> Bool {
    let strict = pattern.hasSuffix("$") ? pattern.dropLast() + #"\z"# : pattern
    guard let regex = try? Regex(strict).matchingSemantics(.unicodeScalar) else { return false }
    return text.firstMatch(of: regex) != nil
  }
}

extension JSONValue {
  /// Whether JSON Schema calls it so: an integer is a number without a fraction.
  fileprivate func isOf(type: String) -> Bool {
    switch (type, self) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
      ("integer", .integer), ("number", .integer), ("number", .number):
      true
    case ("integer", .number(let number)): number == number.rounded() && number.isFinite
    default: false
    }
  }
}
