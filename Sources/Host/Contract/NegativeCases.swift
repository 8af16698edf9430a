import JSON
import SeededRandom

/// Requests that a validated route must refuse, derived from the endpoint's own rules.
public struct NegativeCase: Sendable {
  /// What is wrong with it, e.g. `tags[0] of a wrong type`.
  public let name: String
  /// The request.
  public let request: WorkloadRequest
}

extension ContractWorkload {
  /// Every way to break the endpoint's rules once; of a raw workload, what cannot be read at all.
  public func negativeCases(seed: UInt64) -> [NegativeCase] {
    let valid = shortRequest(seed: seed)
    if let definition = endpoint.body?.json?.definition {
      return malformedCases(valid) + (isValidated ? jsonCases(valid, definition) : [])
    }
    guard isValidated else { return [] }
    if let fields = endpoint.body?.form {
      return textCases(valid, fields) {
        valid.with(body: Array(PercentEncoding.pairs($0, spaceAsPlus: true).utf8))
      }
    }
    if let query = endpoint.query {
      return textCases(valid, query) { pairs in
        var request = valid
        request.target = path + "?" + PercentEncoding.pairs(pairs, spaceAsPlus: false)
        return request
      }
    }
    return endpoint.body?.multipart == nil ? pathCases(valid) : multipartCases(valid)
  }

  private func malformedCases(_ valid: WorkloadRequest) -> [NegativeCase] {
    let bodies: [(String, [UInt8])] = [
      ("a truncated body", Array(valid.body.dropLast(max(1, valid.body.count / 3)))),
      ("a body that is not JSON", Array("not json".utf8)), ("a body that is NaN", Array("NaN".utf8)),
      ("a body that is no text", [0xff]),
      ("a body of 100,000 brackets", Array(repeating: UInt8(ascii: "["), count: 100_000)),
    ]
    return bodies.map { NegativeCase(name: $0.0, request: valid.with(body: $0.1)) }
  }

  private func jsonCases(_ valid: WorkloadRequest, _ definition: String) -> [NegativeCase] {
    let whole = [("an empty body", ""), ("an array instead of an object", "[]")]
    return whole.map { NegativeCase(name: $0.0, request: valid.with(body: Array($0.1.utf8))) }
      + JSONMutation.all(of: valid.expected.json ?? .null, .reference(definition), definitions).map {
        NegativeCase(name: $0.name, request: valid.with(body: Array(JSONText.compact($0.value).utf8)))
      }
  }

  private func textCases(
    _ valid: WorkloadRequest, _ rules: [Parameter], _ request: ([(String, String)]) -> WorkloadRequest
  ) -> [NegativeCase] {
    var generator = ValueGenerator(.init(seed: 1, stream: name))
    let pairs = rules.map { ($0, generator.text(for: $0, special: false)) }
    return pairs.indices.flatMap { index in
      let (rule, _) = pairs[index]
      var cases = rule.wrongTexts.map { text in
        var wrong = pairs.map { ($0.0.name, $0.1) }
        wrong[index].1 = text
        return NegativeCase(name: "\(rule.name)=\(text.prefix(30))", request: request(wrong))
      }
      if rule.required == true {
        var rest = pairs.map { ($0.0.name, $0.1) }
        rest.remove(at: index)
        cases.append(NegativeCase(name: "\(rule.name) missing", request: request(rest)))
      }
      return cases
    }
  }

  private func pathCases(_ valid: WorkloadRequest) -> [NegativeCase] {
    let rules = endpoint.parameters ?? []
    var generator = ValueGenerator(.init(seed: 1, stream: name))
    let texts = rules.map { $0.type == .string ? generator.identifier(8) : generator.text(of: $0.type) }
    return rules.indices.flatMap { index in
      rules[index].wrongTexts.filter { !$0.isEmpty }.map { wrong in
        var request = valid
        request.target = rules.indices.reduce(path) { target, i in
          let text = PercentEncoding.component(i == index ? wrong : texts[i])
          return target.split(separator: "{\(rules[i].name)}", omittingEmptySubsequences: false).joined(
            separator: text)
        }
        return NegativeCase(name: "\(rules[index].name)=\(wrong.prefix(30))", request: request)
      }
    }
  }

  private func multipartCases(_ valid: WorkloadRequest) -> [NegativeCase] {
    var withoutFile = valid
    withoutFile.contentType = "multipart/form-data; boundary=b"
    withoutFile.body = Array("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n".utf8)
    var notMultipart = valid
    notMultipart.contentType = "text/plain"
    return [
      NegativeCase(name: "a form without a file", request: withoutFile),
      NegativeCase(name: "a form without parts", request: withoutFile.with(body: Array("nonsense".utf8))),
      NegativeCase(name: "a body that is no multipart form", request: notMultipart),
    ]
  }
}

extension Parameter {
  /// Texts that break the parameter's rules.
  var wrongTexts: [String] {
    switch type {
    case .integer: ["", "abc", "1.5", "1.0", "1e3", "٣"] + outOfRange.map { String(Int64($0)) }
    case .float:
      ["", "abc", "NaN", "Infinity", String(repeating: "9", count: 400)] + outOfRange.map { "\($0)" }
    case .boolean: ["", "maybe", "2", "1", "yes", "True"]
    case .uuid: ["not-a-uuid", "123e4567-e89b-12d3-a456-42661417400g", "123e4567-e89b-12d3-a456-42661417400"]
    case .date: ["yesterday", "2024-02-30", "2024-13-01", "1704067200"]
    case .datetime: ["yesterday", "2024-01-15T25:00:00Z", "2024-02-30T10:00:00Z", "2024-01-15T10:00:00", "5"]
    case .enumeration: ["bogus"]
    case .string where pattern != nil: ["a.b", "a b", String(repeating: "a", count: 256)]
    case .string:
      (minLength ?? 0 > 0 ? [""] : []) + (maxLength.map { [String(repeating: "x", count: $0 + 1)] } ?? [])
    }
  }

  private var outOfRange: [Double] { [minimum.map { $0 - 1 }, maximum.map { $0 + 1 }].compactMap(\.self) }
}

/// A JSON body with one rule broken.
struct JSONMutation {
  let name: String
  let value: JSONValue

  /// Every rule of a schema broken once, at every level; of an array the first element.
  static func all(
    of value: JSONValue, _ schema: PayloadSchema, _ definitions: [String: PayloadSchema],
    at path: String = "$"
  ) -> [JSONMutation] {
    switch (schema, value) {
    case (.reference(let name), _): definitions[name].map { all(of: value, $0, definitions, at: path) } ?? []
    case (.object(let properties), .object(let members)): object(members, properties, definitions, path)
    case (.array(let element, let maxItems), .array(let values)):
      array(values, element, maxItems, definitions, path)
    default: leaf(schema, path) + [JSONMutation(name: "\(path) that is null", value: .null)]
    }
  }

  private static func object(
    _ members: [String: JSONValue], _ properties: [String: PayloadSchema],
    _ definitions: [String: PayloadSchema],
    _ path: String
  ) -> [JSONMutation] {
    var unknown = members
    unknown["unexpected"] = .bool(true)
    let extra = JSONMutation(name: "\(path) with an undeclared property", value: .object(unknown))
    return [extra]
      + properties.keys.sorted().flatMap { name -> [JSONMutation] in
        guard let value = members[name], let schema = properties[name] else { return [] }
        var rest = members
        rest[name] = nil
        let missing = JSONMutation(name: "\(path).\(name) missing", value: .object(rest))
        return [missing]
          + all(of: value, schema, definitions, at: "\(path).\(name)").map { mutation in
            var changed = members
            changed[name] = mutation.value
            return JSONMutation(name: mutation.name, value: .object(changed))
          }
      }
  }

  private static func array(
    _ values: [JSONValue], _ element: PayloadSchema, _ maxItems: Int, _ definitions: [String: PayloadSchema],
    _ path: String
  ) -> [JSONMutation] {
    let wrongType = JSONMutation(name: "\(path) of a wrong type", value: .integer(7))
    guard let first = values.first else { return [wrongType] }
    let tooMany = JSONMutation(
      name: "\(path) too long", value: .array(Array(repeating: first, count: maxItems + 1)))
    return [wrongType, tooMany]
      + all(of: first, element, definitions, at: path + "[0]").map {
        JSONMutation(name: $0.name, value: .array([$0.value] + values.dropFirst()))
      }
  }

  private static func leaf(_ schema: PayloadSchema, _ path: String) -> [JSONMutation] {
    func wrong(_ what: String, _ value: JSONValue) -> JSONMutation {
      JSONMutation(name: "\(path) \(what)", value: value)
    }
    let ofWrongType = "of a wrong type"
    switch schema {
    case .string(let lengths):
      let short = lengths.lowerBound > 0 ? [wrong("too short", .string(""))] : []
      let long = String(repeating: "x", count: lengths.upperBound + 1)
      return short + [wrong(ofWrongType, .integer(7)), wrong("too long", .string(long))]
    case .enumeration:
      return [wrong(ofWrongType, .integer(7)), wrong("not in the enumeration", .string("bogus"))]
    case .datetime:
      let texts = ["yesterday", "2024-02-30T10:00:00Z", "2024-01-15T10:00:00"]
      return [wrong(ofWrongType, .bool(true))] + texts.map { wrong("no date-time: \($0)", .string($0)) }
    case .integer(let range):
      let high =
        range.upperBound < 1 << 53 - 1 ? [wrong("too large", .integer(Int64(range.upperBound) + 1))] : []
      return high + [
        wrong(ofWrongType, .string("7")), wrong("a boolean", .bool(true)), wrong("a fraction", .number(1.5)),
        wrong("too small", .integer(Int64(range.lowerBound) - 1)),
      ]
    case .number(let range):
      return [
        wrong(ofWrongType, .string("7")), wrong("a boolean", .bool(true)),
        wrong("too small", .number(range.lowerBound - 1)),
        wrong("too large", .number(range.upperBound + 1)),
      ]
    case .boolean: return [wrong(ofWrongType, .integer(1)), wrong("a text", .string("true"))]
    default: return []
    }
  }
}
