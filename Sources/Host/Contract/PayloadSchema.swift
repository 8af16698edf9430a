/// The part of JSON Schema that `workloads.json` uses for bodies: every property is required and no other is allowed.
public indirect enum PayloadSchema: Equatable, Sendable {
  case reference(String)
  case object([String: PayloadSchema])
  case array(PayloadSchema, maxItems: Int)
  case string(lengths: ClosedRange<Int>)
  case enumeration([String])
  case datetime
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  case boolean
}

extension PayloadSchema: Decodable {
  private enum CodingKeys: String, CodingKey {
    case reference = "$ref"
    case type, properties, items, minLength, maxLength, minimum, maximum, maxItems, format
    case values = "enum"
  }

  /// Reads the JSON form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let path = try container.decodeIfPresent(String.self, forKey: .reference) {
      self = .reference(path.split(separator: "/").last.map(String.init) ?? path)
      return
    }
    func number<Value: Decodable>(_ key: CodingKeys) throws -> Value {
      try container.decode(Value.self, forKey: key)
    }
    switch try container.decode(String.self, forKey: .type) {
    case "object": self = .object(try container.decode([String: PayloadSchema].self, forKey: .properties))
    case "array":
      self = .array(try container.decode(PayloadSchema.self, forKey: .items), maxItems: try number(.maxItems))
    case "boolean": self = .boolean
    case "integer":
      let (low, high): (Int, Int) = (try number(.minimum), try number(.maximum))
      self = .integer(low...high)
    case "number":
      let (low, high): (Double, Double) = (try number(.minimum), try number(.maximum))
      self = .number(low...high)
    case "string":
      if let values = try container.decodeIfPresent([String].self, forKey: .values) {
        self = .enumeration(values)
      } else if try container.decodeIfPresent(String.self, forKey: .format) == "date-time" {
        self = .datetime
      } else {
        let (low, high): (Int, Int) = (try number(.minLength), try number(.maxLength))
        self = .string(lengths: low...high)
      }
    case let type:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container, debugDescription: "type `\(type)` is not used here")
    }
  }
}
