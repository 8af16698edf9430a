public import Foundation
import HTTP
public import JSON

/// A file of workloads that a user wrote, in JSON5: a layer over those of the contract.
public struct SuiteFile: Sendable {
  /// All that is wrong in a file.
  public struct Invalid: Error, CustomStringConvertible {
    /// Where and what, in the order of the file.
    public let problems: [JSON5Problem]
    let file: String

    /// A line for each, `file:line:column: what`.
    public var description: String { problems.map { "\(file):\($0)" }.joined(separator: "\n") }
  }

  /// The version of the form.
  private static let version = 1

  /// The suite of all its workloads.
  public let suite: WorkloadCatalogue.Suite
  let workloads: [FileWorkload]
  /// Mixes of them and of the contract's workloads, and where each is described.
  let mixes: [(mix: Mix, place: TextPlace)]
  /// The file as it was named.
  let name: String
  /// The file as it is.
  public let text: String

  /// Reads a file, whose relative paths begin in its folder; throws `Invalid`, or what Foundation says of a file that cannot be read.
  public init(contentsOf file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    try self.init(
      parsing: text, named: file.relativePath, in: file.absoluteURL.deletingLastPathComponent())
  }

  /// Reads the text of a file.
  init(parsing text: String, named file: String, in folder: URL) throws(Invalid) {
    let root: JSON5Node
    do { root = try JSON5Node(parsing: text) } catch { throw Invalid(problems: [error], file: file) }
    var fields = JSON5Fields(root, at: "")
    if fields.integer("suite", in: Self.version...Self.version) == nil, fields.node("suite") == nil {
      fields.complain(root.place, "`suite: \(Self.version)` is missing, the version of the form")
    }
    let (name, summary) = (fields.requiredText("name"), fields.text("summary") ?? "workloads of \(file)")
    var workloads: [FileWorkload] = []
    if let node = fields.node("workloads") {
      var all = JSON5Fields(node, at: "workloads")
      for member in all.everyMember() {
        var reader = WorkloadReader(member, at: all.path(to: member.name), in: folder)
        workloads.append(reader.workload(category: name))
        all.take(reader.fields)
      }
      fields.take(all)
    }
    let mixes = Self.mixes(&fields, category: name)
    if workloads.isEmpty, mixes.isEmpty {
      fields.complain(root.place, "`workloads` is missing, or has none, and there are no `mixes`")
    }
    guard fields.problems.isEmpty else { throw Invalid(problems: fields.problems, file: file) }
    suite = WorkloadCatalogue.Suite(
      name: name, summary: summary, presets: workloads.map(\.name) + mixes.map(\.mix.name))
    self.workloads = workloads
    self.mixes = mixes
    self.name = file
    self.text = text
  }
}

extension SuiteFile {
  /// Mixes: `name: { summary, parts: { workload: share } }`.
  private static func mixes(_ fields: inout JSON5Fields, category: String) -> [(mix: Mix, place: TextPlace)] {
    guard let node = fields.node("mixes") else { return [] }
    var all = JSON5Fields(node, at: "mixes")
    let mixes = all.everyMember().map { member in
      var mix = JSON5Fields(member.node, at: all.path(to: member.name))
      var parts: [Mix.Part] = []
      if let node = mix.node("parts") {
        var shares = JSON5Fields(node, at: mix.path(to: "parts"))
        for part in shares.everyMember() {
          parts.append(.init(preset: part.name, share: shares.integer(part.name, in: 1...1000) ?? 1))
        }
        mix.take(shares)
      }
      if parts.isEmpty {
        mix.complain(
          member.place,
          "\(mix.path(to: "parts")) is missing: what is sent how often, e.g. { list: 80, \"json-small\": 20 }?"
        )
      }
      let words = parts.map { "\($0.share) \($0.preset)" }.joined(separator: ", ")
      let summary = mix.text("summary") ?? words
      all.take(mix)
      return (Mix(name: member.name, category: category, summary: summary, parts: parts), member.place)
    }
    fields.take(all)
    return mixes
  }
}

/// Reads one workload of a file.
private struct WorkloadReader {
  private(set) var fields: JSON5Fields
  private let member: JSON5Member
  private let folder: URL
  private var parameters: [Parameter] = []

  init(_ member: JSON5Member, at path: String, in folder: URL) {
    self.member = member
    self.folder = folder
    fields = JSON5Fields(member.node, at: path)
  }

  mutating func workload(category: String) -> FileWorkload {
    if !member.name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }) {
      fields.complain(member.place, "a workload's name has letters, digits, `.`, `_` and `-`")
    }
    parameters = readParameters()
    let (method, path) = (readMethod(), readPath())
    let headers = readHeaders()
    let (body, type) = readBody()
    let given = headers.first { $0.name.lowercased() == "content-type" }?.text
    let summary = fields.text("summary") ?? "\(method) \(path)"
    let expected = readExpectation()
    return FileWorkload(
      name: member.name, category: category, summary: summary, method: method, path: path,
      fields: headers.filter { $0.name.lowercased() != "content-type" }, parameters: parameters,
      contentType: body == nil ? nil : given ?? type, body: body, statuses: expected.statuses,
      expectedFields: expected.fields, expectation: expected.body)
  }

  private mutating func readMethod() -> String {
    fields.value("method", wants: "a method of HTTP, in capital letters") { value -> String? in
      guard case .string(let text) = value, HTTPField.isToken(text), text == text.uppercased() else {
        return nil
      }
      return text
    } ?? "GET"
  }

  private mutating func readPath() -> String {
    let place = fields.node("path")?.place ?? member.place
    let path = fields.requiredText("path")
    let known = parameters.map(\.name)
    if !path.isEmpty, !path.hasPrefix("/") || path.contains(where: { $0.isWhitespace || $0 == "#" }) {
      fields.complain(place, "\(fields.path(to: "path")) must begin with `/` and have no blank and no `#`")
    }
    for match in path.matches(of: /\{([^{}]*)\}/) where !known.contains(String(match.1)) {
      fields.complain(
        place,
        "\(fields.path(to: "path")) has {\(match.1)}, which is none of its params"
          + (known.isEmpty
            ? "; say what it is: params: { \(match.1): { type: \"integer\" } }"
            : ": \(known.joined(separator: ", "))"))
    }
    return path
  }

  private mutating func readHeaders() -> [(name: String, text: String)] {
    guard let node = fields.node("headers") else { return [] }
    var headers = JSON5Fields(node, at: fields.path(to: "headers"))
    let all = headers.everyMember().map { member in
      let text = headers.text(member.name) ?? ""
      if HTTPField("\(member.name): \(text)") == nil {
        headers.complain(member.place, "`\(member.name)` is no field of HTTP, or has a control character")
      }
      if ["content-length", "transfer-encoding", "connection"].contains(member.name.lowercased()) {
        headers.complain(member.place, "`\(member.name)` is what harness says itself")
      }
      return (name: member.name, text: text)
    }
    fields.take(headers)
    return all
  }

  /// The body, and its media type if no field says otherwise.
  private mutating func readBody() -> (FileWorkload.Body?, String?) {
    guard let node = fields.node("body") else { return (nil, nil) }
    var kinds = JSON5Fields(node, at: fields.path(to: "body"))
    defer { fields.take(kinds) }
    var found: [(FileWorkload.Body, String)] = []
    if let json = kinds.node("json") { found.append((.json(json.json), "application/json")) }
    if kinds.node("form") != nil {
      found.append((.form(kinds.texts("form")), "application/x-www-form-urlencoded"))
    }
    if let text = kinds.text("text") { found.append((.text(text), "text/plain; charset=utf-8")) }
    if let place = kinds.node("file")?.place, let path = kinds.text("file") {
      do {
        let bytes = try Data(
          contentsOf: path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path))
        found.append((.bytes(Array(bytes)), "application/octet-stream"))
      } catch {
        kinds.complain(place, "the file \(path) cannot be read from \(folder.path)")
      }
    }
    if let count = kinds.integer("bytes", in: 1...16_777_216) {
      found.append((.random(count), "application/octet-stream"))
    }
    guard found.count == 1 else {
      if kinds.problems.isEmpty {
        kinds.complain(
          node.place, "\(fields.path(to: "body")) must have exactly one of json, form, text, file, bytes")
      }
      return (nil, nil)
    }
    return found[0]
  }

  private typealias Expected = (
    statuses: ClosedRange<Int>, fields: [(name: String, rule: ExpectedAnswer.TextRule)],
    body: FileWorkload.Expectation
  )

  private mutating func readExpectation() -> Expected {
    guard let node = fields.node("expect") else {
      fields.complain(
        member.place, "\(fields.path(to: "expect")) is missing: what is a right answer, e.g. { status: 200 }?"
      )
      return (200...200, [], .any)
    }
    var expect = JSON5Fields(node, at: fields.path(to: "expect"))
    defer { fields.take(expect) }
    let statuses = expect.value("status", wants: "a status like 200, or two like \"200-299\"", Self.statuses)
    let rules = Self.rules(&expect)
    var found: [FileWorkload.Expectation] = []
    if let json = expect.node("json") { found.append(.json(json.json)) }
    if let subset = expect.node("subset") { found.append(.subset(subset.json)) }
    if let text = expect.text("text") { found.append(.text(text)) }
    if let pattern = Self.pattern("pattern", &expect) { found.append(.pattern(pattern)) }
    if found.count > 1 {
      expect.complain(
        node.place, "\(fields.path(to: "expect")) must have at most one of json, subset, text, pattern")
    }
    return (statuses ?? 200...200, rules, found.first ?? .any)
  }

  private static func statuses(_ value: JSON5Node.Value) -> ClosedRange<Int>? {
    let texts: [Substring]
    switch value {
    case .integer(let status): texts = ["\(status)"]
    case .string(let text): texts = text.split(separator: "-", omittingEmptySubsequences: false)
    default: return nil
    }
    let numbers = texts.compactMap { Int($0) }.filter((100...599).contains)
    guard numbers.count == texts.count, (1...2).contains(numbers.count),
      numbers[0] <= numbers[numbers.count - 1]
    else { return nil }
    return numbers[0]...numbers[numbers.count - 1]
  }

  /// The rules for fields of the answer: a text, or a pattern.
  private static func rules(
    _ expect: inout JSON5Fields
  ) -> [(name: String, rule: ExpectedAnswer.TextRule)] {
    guard let node = expect.node("headers") else { return [] }
    var headers = JSON5Fields(node, at: expect.path(to: "headers"))
    defer { expect.take(headers) }
    return headers.everyMember().compactMap { member in
      let name = member.name.lowercased()
      guard case .object = member.node.value else {
        return headers.text(member.name).map { (name, .equal($0)) }
      }
      var rule = JSON5Fields(member.node, at: headers.path(to: member.name))
      defer { headers.take(rule) }
      return pattern("pattern", &rule).map { (name, .pattern($0)) }
    }
  }

  /// A regular expression.
  private static func pattern(_ name: String, _ fields: inout JSON5Fields) -> String? {
    guard let place = fields.node(name)?.place, let pattern = fields.text(name) else { return nil }
    if (try? Regex(pattern)) == nil {
      fields.complain(place, "\(fields.path(to: name)) is no regular expression")
    }
    return pattern
  }

  private mutating func readParameters() -> [Parameter] {
    guard let node = fields.node("params") else { return [] }
    var all = JSON5Fields(node, at: fields.path(to: "params"))
    defer { fields.take(all) }
    return all.everyMember().compactMap { member in
      var rule = JSON5Fields(member.node, at: all.path(to: member.name))
      defer { all.take(rule) }
      return Self.parameter(member, &rule)
    }
  }

  private static func parameter(_ member: JSON5Member, _ rule: inout JSON5Fields) -> Parameter? {
    let types = ParamType.allCases.map(\.rawValue).joined(separator: ", ")
    let type = rule.value("type", wants: "one of \(types)") { value -> ParamType? in
      if case .string(let text) = value { ParamType(rawValue: text) } else { nil }
    }
    guard let type else {
      if rule.problems.isEmpty {
        rule.complain(member.place, "\(rule.path(to: "type")) is missing: one of \(types)")
      }
      return nil
    }
    func number(_ name: String) -> Double? {
      rule.value(name, wants: "a number") {
        switch $0 {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
      }
    }
    var (low, high, shortest, longest, values): (Double?, Double?, Int?, Int?, [String]?)
    switch type {
    case .integer, .float:
      (low, high) = (number("minimum") ?? 0, number("maximum") ?? 1_000_000)
      if low! > high! { rule.complain(member.place, "\(rule.path(to: "minimum")) is more than the maximum") }
    case .string:
      (shortest, longest) = (
        rule.integer("minLength", in: 1...10_000) ?? 4, rule.integer("maxLength", in: 1...10_000) ?? 16
      )
      if shortest! > longest! {
        rule.complain(member.place, "\(rule.path(to: "minLength")) is more than maxLength")
      }
    case .enumeration:
      values = rule.value("values", wants: "an array of texts, at least one") { value -> [String]? in
        guard case .array(let nodes) = value, !nodes.isEmpty else { return nil }
        let texts = nodes.compactMap { if case .string(let text) = $0.value { text } else { nil } }
        return texts.count == nodes.count ? texts : nil
      }
      if values == nil, rule.problems.isEmpty {
        rule.complain(member.place, "\(rule.path(to: "values")) is missing")
      }
    case .boolean, .uuid, .date, .datetime: break
    }
    return Parameter(
      name: member.name, type: type, required: true, array: nil, minimum: low, maximum: high,
      minLength: shortest, maxLength: longest, pattern: nil, values: values)
  }
}
