import HTTP
import JSON

/// Reads requests, what is taken from their answers and what these must be.
enum RequestReader {
  private static let ownFields = ["content-length", "transfer-encoding", "connection"]
  private static let failures = ["connect", "reset", "timeout"]

  /// A step that is a request of this method.
  static func request(_ method: String, _ node: JSON5Node, _ step: inout JSON5Fields) -> Request? {
    let verb = method.lowercased()
    let path = path(verb, &step)
    let name = name(node, &step)
    let query = pairs("query", of: &step)
    let headers = headers(&step)
    let body = body(method, &step)
    let statuses = statuses("status", of: &step) ?? Set(200...299)
    let captures = captures(&step)
    let checks = checks("check", &step)
    let isIdempotent = step.bool("idempotent") ?? ["GET", "PUT", "DELETE", "HEAD"].contains(method)
    let retry = retry(&step, isIdempotent: isIdempotent)
    let endings = endings(&step)
    let isMeasured = step.bool("measure") ?? true
    let looksAtBody = captures.contains { if case .body = $0.source { true } else { false } }
    if method == "HEAD", looksAtBody || !checks.isEmpty {
      step.complain(
        node.place, "\(step.path): an answer to HEAD has no body that anything could be taken from")
    }
    return path.map {
      Request(
        name: name, method: method, path: $0, query: query, headers: headers, body: body, statuses: statuses,
        captures: captures, checks: checks, retry: retry, endings: endings, isIdempotent: isIdempotent,
        isMeasured: isMeasured)
    }
  }

  /// A step that asks until something has come to pass: `poll: { get: "/tasks/{{task}}", until: { "/state": "done" }, every: "5ms" }`.
  static func poll(_ node: JSON5Node, _ step: inout JSON5Fields) -> Request? {
    guard let inner = step.node("poll") else { return nil }
    let name = name(node, &step)
    var own = JSON5Fields(inner, at: step.path(to: "poll"))
    defer { step.take(own) }
    let request = request("GET", inner, &own)
    let until = checks("until", &own)
    let poll = Request.Poll(
      until: until, everySeconds: own.time("every", in: 0.001...60) ?? 0.01,
      times: own.integer("times", in: 1...1_000_000) ?? 1000)
    if until.count + (request?.checks.count ?? 0) > 16 {
      own.complain(inner.place, "\(own.path) looks at more than 16 values in check and until")
    }
    if own.node("get") == nil || until.isEmpty {
      own.complain(
        inner.place,
        "\(own.path) needs get and until, e.g. { get: \"/tasks/{{task}}\", until: { \"/state\": \"done\" } }")
    }
    return request.map {
      var request = $0
      (request.name, request.poll) = (name ?? request.name, poll)
      return request
    }
  }

  private static func name(_ node: JSON5Node, _ step: inout JSON5Fields) -> String? {
    let name = step.text("name")
    if let name, !FlowReader.isName(name) {
      step.complain(
        step.node("name")?.place ?? node.place,
        "\(step.path(to: "name")): a step's name has small letters, digits, `_` and `-`, 40 at the most")
    }
    return name
  }

  private static func path(_ verb: String, _ step: inout JSON5Fields) -> SlotText? {
    guard let path = step.slotText(verb), let place = step.node(verb)?.place else { return nil }
    // A captured value at its beginning is a path of its own, like that of a Location field.
    let written = path.parts.enumerated().map { index, part in
      switch part {
      case .text(let text): text
      case .slot(let name): index == 0 && !AssignmentReader.isGiven(name) ? "/x" : "x"
      }
    }.joined()
    if !written.hasPrefix("/") || written.contains(where: { $0.isWhitespace || $0 == "#" }) {
      step.complain(place, "\(step.path(to: verb)) must begin with `/` and have no blank and no `#`")
    }
    return path
  }

  private static func pairs(_ name: String, of fields: inout JSON5Fields) -> [(name: String, text: SlotText)]
  {
    guard let node = fields.node(name) else { return [] }
    var own = JSON5Fields(node, at: fields.path(to: name))
    defer { fields.take(own) }
    return own.everyMember().map { member in
      (member.name, own.slotText(member.node, at: own.path(to: member.name)) ?? .constant(""))
    }
  }

  /// The header fields of a file, a flow or a request.
  static func headers(_ fields: inout JSON5Fields) -> [Scenario.Header] {
    guard let node = fields.node("headers") else { return [] }
    var own = JSON5Fields(node, at: fields.path(to: "headers"))
    defer { fields.take(own) }
    return own.everyMember().map { member in
      let text = own.slotText(member.node, at: own.path(to: member.name)) ?? .constant("")
      let constant = text.parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
      if HTTPField("\(member.name): \(constant)") == nil {
        own.complain(member.place, "`\(member.name)` is no field of HTTP, or has a control character")
      }
      if ownFields.contains(member.name.lowercased()) {
        own.complain(member.place, "`\(member.name)` is what harness says itself")
      }
      return Scenario.Header(name: member.name, text: text)
    }
  }

  private static func body(_ method: String, _ step: inout JSON5Fields) -> Request.Body? {
    var found: [Request.Body] = []
    if let node = step.node("json") { found.append(.json(step.slotJSON(node, at: step.path(to: "json")))) }
    if step.node("form") != nil { found.append(.form(pairs("form", of: &step))) }
    if let text = step.slotText("text") { found.append(.text(text)) }
    guard let first = found.first else { return nil }
    let place = ["json", "form", "text"].compactMap { step.node($0)?.place }.min()!
    if found.count > 1 { step.complain(place, "\(step.path) has several bodies; one of json, form, text") }
    if ["GET", "HEAD"].contains(method) { step.complain(place, "\(step.path): \(method) has no body") }
    return first
  }

  // MARK: Statuses

  /// `201`, `"2xx"`, `"200-204"`, or an array of them.
  static func statuses(_ name: String, of fields: inout JSON5Fields) -> Set<Int>? {
    fields.value(name, wants: "a status like 201, \"2xx\", \"200-204\", or an array of them") { value in
      statuses(value)
    }
  }

  private static func statuses(_ value: JSON5Node.Value) -> Set<Int>? {
    switch value {
    case .integer(let status): (100...599).contains(status) ? [Int(status)] : nil
    case .string(let text): statuses(text)
    case .array(let nodes):
      nodes.isEmpty
        ? nil
        : nodes.reduce(Set<Int>?.some([])) { sum, node in
          guard let sum, let more = statuses(node.value) else { return nil }
          return sum.union(more)
        }
    case .null, .bool, .number, .object: nil
    }
  }

  static func statuses(_ text: String) -> Set<Int>? {
    if let match = text.wholeMatch(of: /([1-5])xx/), let hundreds = Int(match.1) {
      return Set(hundreds * 100...hundreds * 100 + 99)
    }
    let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1],
      first <= last, (100...599).contains(first), (100...599).contains(last)
    else { return nil }
    return Set(first...last)
  }

  private static func endings(_ step: inout JSON5Fields) -> [Int: Ending] {
    guard let node = step.node("on") else { return [:] }
    var own = JSON5Fields(node, at: step.path(to: "on"))
    defer { step.take(own) }
    var endings: [Int: Ending] = [:]
    for member in own.everyMember() {
      let ending = own.choice(member.name, of: Ending.self)
      guard let statuses = statuses(member.name) else {
        own.complain(member.place, "\(own.path(to: member.name)): a status like \"402\" or \"5xx\"")
        continue
      }
      for status in statuses { endings[status] = ending }
    }
    return endings
  }

  // MARK: Answers

  private static func pointer(
    _ text: String, at place: TextPlace, _ path: String, _ fields: inout JSON5Fields
  ) -> [String] {
    guard let tokens = JSONPointer.tokens(of: text), !text.isEmpty else {
      fields.complain(
        place, "\(path): `\(text)` is no JSON pointer; it begins with `/`, e.g. \"/items/0/id\"")
      return []
    }
    if tokens.count > 8 {
      fields.complain(place, "\(path): `\(text)` goes \(tokens.count) levels deep; 8 at the most")
    }
    return tokens
  }

  private static func captures(_ step: inout JSON5Fields) -> [Request.Capture] {
    guard let node = step.node("capture") else { return [] }
    var all = JSON5Fields(node, at: step.path(to: "capture"))
    defer { step.take(all) }
    let members = all.everyMember()
    if members.count > 16 {
      all.complain(node.place, "\(all.path) has \(members.count) values; 16 at the most")
    }
    return members.map { member in
      AssignmentReader.check(name: member.name, at: member.place, &all)
      let path = all.path(to: member.name)
      if case .string(let text) = member.node.value {
        return .init(
          name: member.name, place: member.place,
          source: .body(pointer(text, at: member.node.place, path, &all)),
          most: 64, isSecret: false, isOptional: false, isInteger: false)
      }
      var own = JSON5Fields(member.node, at: path)
      defer { all.take(own) }
      let source = source(member, &own)
      return .init(
        name: member.name, place: member.place, source: source ?? .status,
        most: source == .status ? 3 : own.integer("max", in: 1...65536) ?? 64,
        isSecret: own.bool("secret") ?? false,
        isOptional: own.bool("optional") ?? false,
        isInteger: own.value("as", wants: "\"integer\"") { $0.string == "integer" ? true : nil } ?? false)
    }
  }

  /// Where a value comes from; nil: that is not said, or not once.
  private static func source(_ member: JSON5Member, _ own: inout JSON5Fields) -> Request.Capture.Source? {
    let sources = ["at", "header", "cookie", "status"]
    let found = sources.filter { own.node($0) != nil }
    guard found.count == 1, let name = found.first, let place = own.node(name)?.place else {
      own.complain(
        member.node.place, "\(own.path) must have exactly one of \(sources.joined(separator: ", "))")
      return nil
    }
    if name == "status" {
      return own.value(name, wants: "true") { value in
        if case .bool(true) = value { Request.Capture.Source.status } else { nil }
      }
    }
    return own.text(name).map { text in
      switch name {
      case "at": .body(pointer(text, at: place, own.path(to: name), &own))
      case "header": .field(text.lowercased())
      default: .cookie(text)
      }
    }
  }

  private static func checks(_ name: String, _ step: inout JSON5Fields) -> [Request.Check] {
    guard let node = step.node(name) else { return [] }
    var all = JSON5Fields(node, at: step.path(to: name))
    defer { step.take(all) }
    let members = all.everyMember()
    if members.count > 16 {
      all.complain(node.place, "\(all.path) has \(members.count) values; 16 at the most")
    }
    return members.map { member in
      let path = all.path(to: member.name)
      switch member.node.value {
      case .array, .object:
        all.complain(
          member.node.place,
          "\(path) must be a text, a number, true, false or null, not \(member.node.value.kind)")
      case .null, .bool, .integer, .number, .string: break
      }
      return .init(
        place: member.place, pointer: pointer(member.name, at: member.place, all.path, &all),
        expected: all.slotJSON(member.node, at: path))
    }
  }

  // MARK: Retries

  private static func retry(_ step: inout JSON5Fields, isIdempotent: Bool) -> Request.Retry? {
    guard let node = step.node("retry") else { return nil }
    var own = JSON5Fields(node, at: step.path(to: "retry"))
    defer { step.take(own) }
    let isSafe = own.bool("idempotent") ?? isIdempotent
    var (kinds, statuses): (Set<String>, Set<Int>) = ([], [])
    for (index, node) in (own.elements("on", 1...20) ?? []).enumerated() {
      if let text = node.value.string, failures.contains(text) {
        kinds.insert(text)
      } else if let more = Self.statuses(node.value) {
        statuses.formUnion(more)
      } else {
        own.complain(
          node.place,
          "\(own.path(to: "on"))[\(index)] must be \"connect\", \"reset\", \"timeout\", or a status like 429 or \"5xx\""
        )
      }
    }
    if own.node("on") == nil {
      own.complain(
        node.place, "\(own.path(to: "on")) is missing: after which failures, e.g. [\"connect\", 429, \"5xx\"]"
      )
    }
    if !isSafe, !kinds.isDisjoint(with: ["reset", "timeout"]) {
      own.complain(
        node.place,
        "\(own.path): the request may be carried out twice; say idempotent: true, or leave \"timeout\" and \"reset\" out of on"
      )
    }
    return .init(
      connect: kinds.contains("connect"), reset: kinds.contains("reset"), timeout: kinds.contains("timeout"),
      statuses: statuses, times: own.integer("times", in: 1...100) ?? 3,
      firstSeconds: own.time("first", in: 0...600) ?? 0.2, factor: own.number("factor", in: 1...10) ?? 2,
      mostSeconds: own.time("most", in: 0...600) ?? 10, jitter: own.number("jitter", in: 0...1) ?? 0.5)
  }
}
