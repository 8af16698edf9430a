public import JSON
import SeededRandom

/// Makes a workload's requests from a seed.
struct PayloadGenerator {
  private let workload: ContractWorkload
  private let arrayLength: Int?
  private var values: ValueGenerator

  /// Requests for a workload; `arrayLength` takes the place of the lengths that JSON bodies' arrays should have.
  init(for workload: ContractWorkload, seed: UInt64, arrayLength: Int? = nil) {
    self.workload = workload
    self.arrayLength = arrayLength
    values = ValueGenerator(SeededGenerator(seed: seed, stream: workload.preset.name))
  }

  /// The next request.
  mutating func request() -> WorkloadRequest {
    switch workload.preset.request {
    case .jsonBody(let body): jsonRequest(body)
    case .multipart(let form): multipartRequest(form)
    case .urlEncoded(let form): formRequest(form)
    case .pathParams(let path): pathRequest(path)
    case .queryParams(let query): queryRequest(query)
    }
  }

  private mutating func jsonRequest(_ body: JsonBody) -> WorkloadRequest {
    let definition = workload.endpoint.body?.json?.definition ?? ""
    let value = json(.reference(definition), name: "", body.lengths)
    return WorkloadRequest(
      method: workload.endpoint.method, target: workload.path, contentType: "application/json",
      body: Array(JSONText.compact(value).utf8), expectedAnswer: value)
  }

  private mutating func json(_ schema: PayloadSchema, name: String, _ lengths: [String: Int]) -> JSONValue {
    switch schema {
    case .reference(let definition):
      return json(workload.definitions[definition] ?? .object([:]), name: name, lengths)
    case .object(let properties):
      var members: [String: JSONValue] = [:]
      for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
        members[name] = json(property, name: name, lengths)
      }
      return .object(members)
    case .array(let element, _):
      return .array((0..<(arrayLength ?? lengths[name] ?? 3)).map { _ in json(element, name: name, lengths) })
    case .string(let lengths): return .string(values.text(lengths))
    case .enumeration(let choices): return .string(values.element(of: choices))
    case .datetime: return .string(values.datetime())
    case .integer(let range): return .integer(Int64(values.integer(range)))
    case .number(let range): return .number(values.number(range))
    case .boolean: return .bool(values.boolean())
    }
  }

  private mutating func multipartRequest(_ form: Multipart) -> WorkloadRequest {
    let boundary = "harness-\(values.identifier(16))"
    var body: [UInt8] = []
    for index in 0..<form.textFields {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"field\(index)\"\r\n\r\n".utf8)
      body += Array((values.text(5...60) + "\r\n").utf8)
    }
    var total = 0
    for index in 0..<form.fileCount {
      let isText = form.contentType.hasPrefix("text/")
      let file = values.bytes(form.fileSize.bytes, isText: isText)
      total += file.count
      let disposition = "form-data; name=\"file\(index)\"; filename=\"file\(index).bin\""
      body += Array(
        "--\(boundary)\r\nContent-Disposition: \(disposition)\r\nContent-Type: \(form.contentType)\r\n\r\n"
          .utf8)
      body += file + [13, 10]
    }
    body += Array("--\(boundary)--\r\n".utf8)
    return WorkloadRequest(
      method: workload.endpoint.method, target: workload.path,
      contentType: "multipart/form-data; boundary=\(boundary)", body: body,
      expectedAnswer: .object([
        "files_received": .integer(Int64(form.fileCount)),
        "fields_received": .integer(Int64(form.textFields)),
        "total_bytes": .integer(Int64(total)),
      ]))
  }

  private mutating func formRequest(_ form: UrlEncoded) -> WorkloadRequest {
    let fields = workload.endpoint.body?.form ?? []
    let pairs = fields.flatMap { field in
      let repeats = field.array == true ? values.integer(2...3) : 1
      return (0..<repeats).map { _ in (field, values.text(for: field, special: form.specialCharacters)) }
    }
    return WorkloadRequest(
      method: workload.endpoint.method, target: workload.path,
      contentType: "application/x-www-form-urlencoded",
      body: Array(PercentEncoding.pairs(pairs.map { ($0.0.name, $0.1) }, spaceAsPlus: true).utf8),
      expectedAnswer: ParameterAnswer.object(pairs, typed: workload.isTyped))
  }

  private mutating func queryRequest(_ query: QueryParams) -> WorkloadRequest {
    let known = workload.endpoint.query ?? []
    let pairs = query.names.compactMap { name in
      known.first { $0.name == name }.map { ($0, values.text(for: $0, special: false)) }
    }
    return WorkloadRequest(
      method: workload.endpoint.method,
      target: workload.path + "?"
        + PercentEncoding.pairs(pairs.map { ($0.0.name, $0.1) }, spaceAsPlus: false),
      contentType: nil, body: [], expectedAnswer: ParameterAnswer.object(pairs, typed: workload.isTyped))
  }

  private mutating func pathRequest(_ path: PathParams) -> WorkloadRequest {
    var target = workload.path
    var pairs: [(Parameter, String)] = []
    for (parameter, type) in zip(workload.endpoint.parameters ?? [], path.values) {
      let text = type == .string ? values.identifier(values.integer(4...16)) : values.text(of: type)
      pairs.append((parameter, text))
      target = target.split(separator: "{\(parameter.name)}", omittingEmptySubsequences: false)
        .joined(separator: PercentEncoding.component(text))
    }
    return WorkloadRequest(
      method: workload.endpoint.method, target: target, contentType: nil, body: [],
      expectedAnswer: ParameterAnswer.object(pairs, typed: workload.isTyped))
  }
}

/// The answer that names and texts are given back in.
public enum ParameterAnswer {
  /// An object of all parameters: typed, arrays where declared; or as texts, arrays where a name is repeated.
  public static func object(_ pairs: [(Parameter, String)], typed: Bool) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for (parameter, text) in pairs {
      let value = typed ? parameter.typed(text) ?? .null : .string(text)
      switch members[parameter.name] {
      case nil: members[parameter.name] = typed && parameter.array == true ? .array([value]) : value
      case .array(let earlier): members[parameter.name] = .array(earlier + [value])
      case .some(let earlier): members[parameter.name] = .array([earlier, value])
      }
    }
    return .object(members)
  }
}
