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
    let name = step.text("name")
    if let name, !FlowReader.isName(name) {
      step.complain(
        step.node("name")?.place ?? node.place,
        "\(step.path(to: "name")): a step's name has small letters, digits, `_` and `-`, 40 at the most")
    }
    let query = pairs("query", of: &step)
    let headers = headers(&step)
    let body = body(method, &step)
    let statuses = statuses("status", of: &step) ?? Set(200...299)
    let captures = captures(&step)
    let checks = checks(&step)
    let isIdempotent = step.bool("idempotent") ?? ["GET", "PUT", "DELETE", "HEAD"].contains(method)
    let retry = retry(&step, isIdempotent: isIdempotent)
    let endings = endings(&step)
    if method == "HEAD", !captures.isEmpty || !checks.isEmpty {
      step.complain(
        node.place, "\(step.path): an answer to HEAD has no body that anything could be taken from")
    }
    return path.map {
      Request(
        name: name, method: method, path: $0, query: query, headers: headers, body: body, statuses: statuses,
        captures: captures, checks: checks, retry: retry, endings: endings, isIdempotent: isIdempotent)
    }
  }

  private static func path(_ verb: String, _ step: inout JSON5Fields) -> SlotText? {
    guard let path = step.slotText(verb), let place = step.node(verb)?.place else { return nil }
    let written = path.parts.map { if case .text(let text) = $0 { text } else { "x" } }.joined()
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
          name: member.name, place: member.place, pointer: pointer(text, at: member.node.place, path, &all),
          most: 64, isSecret: false, isOptional: false)
      }
      var own = JSON5Fields(member.node, at: path)
      defer { all.take(own) }
      let at = own.requiredText("at")
      return .init(
        name: member.name, place: member.place,
        pointer: at.isEmpty
          ? [] : pointer(at, at: own.node("at")?.place ?? member.place, own.path(to: "at"), &own),
        most: own.integer("max", in: 1...65536) ?? 64, isSecret: own.bool("secret") ?? false,
        isOptional: own.bool("optional") ?? false)
    }
  }

  private static func checks(_ step: inout JSON5Fields) -> [Request.Check] {
    guard let node = step.node("check") else { return [] }
    var all = JSON5Fields(node, at: step.path(to: "check"))
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
