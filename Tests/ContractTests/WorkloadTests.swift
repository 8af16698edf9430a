import Foundation
import Testing

@testable import Contract
@testable import JSON

private let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Sources/AdapterProtocol/Specification/v1/workloads.json")

private func catalogue() throws -> WorkloadCatalogue { try WorkloadCatalogue(contentsOf: file) }

@Test func `there are the 19 presets of the contract and 3 typed paths, each raw and validated`() throws {
  let presets = try catalogue().presets
  let counts = Dictionary(grouping: presets, by: \.category).mapValues(\.count)
  #expect(counts == ["json-bodies": 4, "multipart": 3, "urlencoded": 3, "path-params": 6, "query-params": 6])
  #expect(try catalogue().contract.count == 2 * presets.count)
  let requests = try catalogue().workloads.filter { $0.exchange == nil && $0.held == nil }
  #expect(requests.count == 2 * (presets.count + 2))
}

@Test(arguments: ["quick", "all", "json-bodies", "path-params", "query-params", "forms", "multipart"])
func `every suite has both halves of its presets`(suite: String) throws {
  let workloads = try #require(try catalogue().workloads(inSuite: suite))
  #expect(!workloads.isEmpty)
  #expect(workloads.count { $0.name.hasSuffix("-validated") } == workloads.count / 2)
}

@Test(arguments: 1...10)
func `bodies and files have the sizes their names say`(seed: Int) throws {
  for workload in try catalogue().contract where !workload.isValidated {
    for request in workload.requests(seed: UInt64(seed), count: 3) {
      switch workload.preset.request {
      case .jsonBody(let body): #expect(body.size.bytes.contains(request.body.count), "\(workload.name)")
      case .multipart(let form):
        guard case .object(let answer) = request.expected.json,
          case .integer(let total) = answer["total_bytes"]
        else {
          Issue.record("no total")
          return
        }
        #expect(form.fileSize.bytes.contains(Int(total) / form.fileCount), "\(workload.name)")
      default: break
      }
    }
  }
}

@Test func `the same seed gives the same bytes, another seed others`() throws {
  for workload in try catalogue().contract {
    let first = workload.requests(seed: 5, count: 4)
    #expect(first == workload.requests(seed: 5, count: 4))
    #expect(first != workload.requests(seed: 6, count: 4))
    #expect(Set(first.map { "\($0.target) \($0.body)" }).count == 4, "\(workload.name) repeats itself")
  }
}

/// FNV-1a of all requests of seed 1: changes only when the generators do, on purpose.
@Test func `seed 1 gives these very bytes on every machine`() throws {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for workload in try catalogue().contract {
    for request in workload.requests(seed: 1, count: 2) {
      for byte in request.httpBytes(host: "h") { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
  }
  #expect(String(hash, radix: 16) == "98b00f520761d557")
}

@Test func `descriptions count the fields and the depth of their schemas`() throws {
  let catalogue = try catalogue()
  func measure(_ schema: PayloadSchema, _ depth: Int) -> (fields: Int, depth: Int) {
    switch schema {
    case .reference(let name): return catalogue.definitions[name].map { measure($0, depth) } ?? (0, 0)
    case .array(.reference(let name), _): return measure(.reference(name), depth)
    case .object(let properties):
      let parts = properties.values.map { measure($0, depth + 1) }
      return (parts.map(\.fields).reduce(0, +), max(depth, parts.map(\.depth).max() ?? 0))
    default: return (1, depth - 1)
    }
  }
  for preset in catalogue.presets {
    guard case .jsonBody(let body) = preset.request else { continue }
    let endpoint = try #require(catalogue.endpoints.first { $0.name == preset.endpoint })
    let measured = measure(.reference(try #require(endpoint.body?.json?.definition)), 0)
    #expect(measured.fields == body.fieldCount && measured.depth == body.depth, "\(preset.name): \(measured)")
  }
}

@Test func `query presets have as many pairs as their names say, and all parameter types occur`() throws {
  for preset in try catalogue().presets {
    guard case .queryParams(let query) = preset.request else { continue }
    #expect(preset.name == "query-\(query.count)" && query.names.count == query.count)
    if query.count >= 15 { #expect(Set(query.types) == Set(ParamType.allCases)) }
  }
}

@Test func `a disguised body means the same in other bytes`() throws {
  let request = try #require(try catalogue().workload(named: "json-medium").requests(seed: 2, count: 1).first)
  let expected = try #require(request.expected.json)
  let disguised = Data(JSONText.disguised(expected).utf8)
  #expect(try JSONDecoder().decode(JSONValue.self, from: disguised) == expected)
  #expect(Array(disguised) != request.body)
  #expect(disguised.range(of: Data("\\u".utf8)) != nil)
}

@Test func `only UUIDs that are typed in a path are put in upper case`() throws {
  for workload in try catalogue().contract {
    let request = workload.requests(seed: 3, count: 1)[0]
    guard let upper = workload.inUpperCase(request) else {
      #expect(!(workload.isTyped && workload.preset.name == "path-uuid"), "\(workload.name)")
      continue
    }
    #expect(upper.target != request.target && upper.target.lowercased() == request.target.lowercased())
    #expect(upper.target.split(separator: "/").last?.contains { $0.isLowercase } == false)
    #expect(upper.target.hasPrefix(workload.path.prefix { $0 != "{" }), "\(upper.target)")
    #expect(upper.expected == request.expected)
  }
}

@Test func `every broken rule is a different request than the valid one`() throws {
  for workload in try catalogue().contract where workload.isValidated {
    let cases = workload.negativeCases(seed: 1)
    #expect(!cases.isEmpty, "\(workload.name)")
    let valid = workload.shortRequest(seed: 1)
    #expect(cases.allSatisfy { $0.request != valid })
  }
}

@Test(arguments: [
  (#"{"a":1,"b":[1,2]}"#, #"{"b":[1.0,2],"a":1}"#, nil as String?),
  (#"{"a":1}"#, #"{}"#, "at $: member `a` is missing"),
  (#"{}"#, #"{"a":1}"#, "at $: unexpected member `a`"),
  (#"[1,2]"#, #"[1]"#, "at $: expected 2 elements, got 1"),
  (#"{"a":[{"b":1}]}"#, #"{"a":[{"b":"1"}]}"#, "at $.a[0].b: expected 1, got \"1\""),
  ("true", "1", "at $: expected true, got 1"),
  ("\"\u{e9}\"", "\"e\u{301}\"", "at $: expected \"\u{e9}\", got \"e\u{301}\""),
])
func `answers are compared by meaning`(expected: String, got: String, difference: String?) throws {
  let decode = { (text: String) in try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }
  #expect(try AnswerComparison.firstDifference(expected: decode(expected), got: decode(got)) == difference)
}

@Test func `a catalogue that names what does not exist is refused`() throws {
  let text = try String(contentsOf: file, encoding: .utf8)
  let broken = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
  defer { try? FileManager.default.removeItem(at: broken) }
  try text.replacingOccurrences(of: #""endpoint": "path-int""#, with: #""endpoint": "nowhere""#)
    .write(to: broken, atomically: true, encoding: .utf8)
  #expect {
    try WorkloadCatalogue(contentsOf: broken)
  } throws: { error in
    "\(error)".contains("preset `path-int` names the unknown endpoint `nowhere`")
  }
}
