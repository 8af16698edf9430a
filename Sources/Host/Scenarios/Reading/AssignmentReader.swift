import JSON

/// Reads what variables are given: `let: { size: [1, 10], model: { of: ["a", "b"], weights: [70, 30] } }`.
enum AssignmentReader {
  private static let kinds = [
    "of", "uuid", "text", "now", "question", "row", "uniform", "normal", "exponential", "lognormal",
  ]
  /// Names that the load gives values to.
  private static let reserved = ["user", "org", "iteration", "turn", "run", "shard", "secret", "memory"]
  private static let numbers = -1e15...1e15

  static func assignments(_ step: inout JSON5Fields) -> [Assignment] {
    guard let node = step.node("let") else { return [] }
    var all = JSON5Fields(node, at: step.path(to: "let"))
    defer { step.take(all) }
    return all.everyMember().compactMap { member in
      check(name: member.name, at: member.place, &all)
      return value(member, &all).map { Assignment(name: member.name, place: member.place, value: $0) }
    }
  }

  /// Whether the load gives it its value.
  static func isGiven(_ name: String) -> Bool { reserved.contains(name.prefix { $0 != "." }.description) }

  /// Whether a variable can be called so.
  static func check(name: String, at place: TextPlace, _ fields: inout JSON5Fields) {
    if !SlotText.isName(name) || name.hasPrefix("...") {
      fields.complain(place, "`\(name)` is no variable's name: letters, digits, `_`, and points between them")
    } else if isGiven(name) {
      fields.complain(place, "`\(name)` is given its value by the load; call the variable something else")
    }
  }

  private static func value(_ member: JSON5Member, _ all: inout JSON5Fields) -> Assignment.Value? {
    let path = all.path(to: member.name)
    switch member.node.value {
    case .string: return all.slotText(member.node, at: path).map { .text($0) }
    case .integer, .number:
      return DrawReader.number(member.node, at: path, of: &all, in: numbers).map { .number($0) }
    case .array:
      return DrawReader.number(member.node, at: path, of: &all, in: numbers, isInteger: true).map {
        .number($0)
      }
    case .object(let members):
      return value(of: members.map(\.name), member.node, at: path, &all)
    case .null, .bool:
      all.complain(
        member.node.place,
        "\(path) must be a text, a number, two numbers or an object, not \(member.node.value.kind)")
      return nil
    }
  }

  private static func value(
    of names: [String], _ node: JSON5Node, at path: String, _ all: inout JSON5Fields
  ) -> Assignment.Value? {
    let found = names.filter(kinds.contains)
    guard found.count == 1, let kind = found.first else {
      all.complain(node.place, "\(path) must have exactly one of \(kinds.joined(separator: ", "))")
      return nil
    }
    if ["uniform", "normal", "exponential", "lognormal"].contains(kind) {
      return DrawReader.number(node, at: path, of: &all, in: numbers).map { .number($0) }
    }
    var own = JSON5Fields(node, at: path)
    defer { all.take(own) }
    switch kind {
    case "of": return choice(&own)
    case "uuid": return own.bool("uuid") == true ? .uuid : nil
    case "text": return own.slotText("text").map { .text($0) }
    case "now":
      return own.value("now", wants: "\"iso\" or \"unix\"") { value -> Assignment.Value? in
        switch value.string {
        case "iso": .now(isUnix: false)
        case "unix": .now(isUnix: true)
        default: nil
        }
      }
    case "row": return own.text("row").map { .row($0) }
    default: return question(&own)
    }
  }

  private static func choice(_ own: inout JSON5Fields) -> Assignment.Value? {
    guard let nodes = own.elements("of", 1...1000) else { return nil }
    let texts = nodes.enumerated().compactMap { index, node -> String? in
      switch node.value {
      case .string(let text): return text
      case .integer, .number, .bool: return JSONText.compact(node.json)
      case .null, .array, .object:
        own.complain(
          node.place,
          "\(own.path(to: "of"))[\(index)] must be a text, a number or a boolean, not \(node.value.kind)")
        return nil
      }
    }
    guard own.node("weights") != nil else { return .choice(texts, weights: texts.map { _ in 1 }) }
    let weights = own.value("weights", wants: "as many whole numbers from 1 on as `of` has elements") {
      value -> [Int]? in
      guard case .array(let nodes) = value, nodes.count == texts.count else { return nil }
      let weights = nodes.compactMap { node -> Int? in
        if case .integer(let weight) = node.value, (1...1_000_000).contains(weight) {
          Int(weight)
        } else {
          nil
        }
      }
      return weights.count == nodes.count ? weights : nil
    }
    return .choice(texts, weights: weights ?? texts.map { _ in 1 })
  }

  private static func question(_ own: inout JSON5Fields) -> Assignment.Value? {
    guard let node = own.node("question") else { return nil }
    guard case .object = node.value else {
      return own.text("question").map { .question([.init(kind: $0, weight: 1)]) }
    }
    var kinds = JSON5Fields(node, at: own.path(to: "question"))
    defer { own.take(kinds) }
    let weighted = kinds.everyMember().compactMap { member in
      kinds.integer(member.name, in: 1...1_000_000).map {
        Assignment.WeightedQuestions(kind: member.name, weight: $0)
      }
    }
    if weighted.isEmpty, kinds.problems.isEmpty {
      kinds.complain(node.place, "\(kinds.path) needs a kind and its weight, e.g. { mixed: 1 }")
    }
    return .question(weighted)
  }
}
