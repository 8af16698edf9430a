/// A value that is not what was asked for.
public struct JSONMismatch: Error, Equatable, CustomStringConvertible {
  /// What is wrong and where, e.g. "`versions.runtime` is missing".
  public let description: String
}

extension JSONValue {
  /// The Swift value that this JSON stands for; what it does not ask for is ignored, whatever it is. Throws a `JSONMismatch`.
  public func decode<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONValueDecoder(value: self, codingPath: []).decode(type)
  }
}

/// Decodes from a value that has been read.
private struct JSONValueDecoder: Decoder, SingleValueDecodingContainer {
  let value: JSONValue
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else { throw mismatch("is no object") }
    return KeyedDecodingContainer(Members(members: members, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let values) = value else { throw mismatch("is no array") }
    return Elements(values: values, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool {
    if case .null = value { true } else { false }
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    switch type {
    case is JSONValue.Type: return try found(value)
    case is Bool.Type: return try found(bool, "is neither true nor false")
    case is String.Type: return try found(string, "is no text")
    case is Double.Type: return try found(double, "is no number that a double holds")
    case let type as any FixedWidthInteger.Type:
      return try found(integer(type), "is no whole number in range")
    default: break
    }
    do { return try Value(from: self) } catch is DecodingError {
      throw mismatch("is not one of the values that there are")  // of an enumeration
    }
  }

  private var bool: Bool? { if case .bool(let value) = value { value } else { nil } }

  private var string: String? { if case .string(let value) = value { value } else { nil } }

  private var double: Double? {
    switch value {
    case .integer(let value): Double(value)
    case .number(let value): value.isFinite ? value : nil
    default: nil
    }
  }

  private func integer<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    switch value {
    case .integer(let value): Number(exactly: value)
    case .number(let value): Number(exactly: value)
    default: nil
    }
  }

  private func found<Value>(_ found: Any?, _ problem: String = "is not what it should be") throws -> Value {
    guard let found = found as? Value else { throw mismatch(problem) }
    return found
  }

  fileprivate func mismatch(_ problem: String) -> JSONMismatch {
    let path = codingPath.map(\.stringValue).joined(separator: ".")
    return JSONMismatch(description: (path.isEmpty ? "it " : "`\(path)` ") + problem)
  }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [String: JSONValue]
  let codingPath: [any CodingKey]

  var allKeys: [Key] { members.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder(key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<Nested>
  {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { JSONValueDecoder(value: .object(members), codingPath: codingPath) }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  private func decoder(_ key: Key) throws -> JSONValueDecoder {
    let decoder = JSONValueDecoder(value: members[key.stringValue] ?? .null, codingPath: codingPath + [key])
    guard contains(key) else { throw decoder.mismatch("is missing") }
    return decoder
  }
}

private struct Elements: UnkeyedDecodingContainer {
  let values: [JSONValue]
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(values: [JSONValue], codingPath: [any CodingKey]) {
    self.values = values
    self.codingPath = codingPath
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex == values.count }

  mutating func decodeNil() throws -> Bool {
    let isNull = try element().decodeNil()
    if isNull { currentIndex += 1 }
    return isNull
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    defer { currentIndex += 1 }
    return try element().decode(type)
  }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key>
  {
    defer { currentIndex += 1 }
    return try element().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    defer { currentIndex += 1 }
    return try element().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    defer { currentIndex += 1 }
    return try element()
  }

  private func element() throws -> JSONValueDecoder {
    let decoder = JSONValueDecoder(
      value: isAtEnd ? .null : values[currentIndex], codingPath: codingPath + [Index(currentIndex)])
    guard !isAtEnd else { throw decoder.mismatch("is missing") }
    return decoder
  }
}

/// The place of an element in its array.
private struct Index: CodingKey {
  let number: Int

  init(_ number: Int) { self.number = number }
  init?(intValue: Int) { self.init(intValue) }
  init?(stringValue: String) { nil }

  var intValue: Int? { number }
  var stringValue: String { "\(number)" }
}
