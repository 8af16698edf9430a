package import Foundation

/// How records look on disk: sorted keys, ISO 8601 dates, no escaped slashes.
package enum StoredForm {
  /// The value as JSON text, over several lines when `pretty`.
  package static func encode(_ value: some Encodable, pretty: Bool = true) throws -> Data {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return try encoder.encode(value)
  }

  /// The value as a line of JSON text.
  package static func line(_ value: some Encodable) throws -> Data {
    try encode(value, pretty: false) + [UInt8(ascii: "\n")]
  }

  /// The value that JSON text stands for.
  package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(type, from: data)
  }
}
