package import JSON

/// Reads flows and their steps.
enum FlowReader {
  private static let verbs = ["get", "post", "put", "patch", "delete", "head"]
  private static let actions = verbs + ["poll", "pause", "let", "repeat", "if", "choose", "end"]
  private static let mostNesting = 4

  /// The flows of a file.
  static func flows(_ root: inout JSON5Fields, at place: TextPlace) -> [Flow] {
    guard let node = root.node("flows") else {
      root.complain(place, "flows is missing: what users do, e.g. { browse: { steps: [ { get: \"/\" } ] } }")
      return []
    }
    var all = JSON5Fields(node, at: "flows")
    defer { root.take(all) }
    let members = all.everyMember()
    if !(1...16).contains(members.count), all.problems.isEmpty {
      all.complain(node.place, "flows has \(members.count) of them; there are 1 to 16")
    }
    return members.map { member in
      if !isName(member.name) {
        all.complain(
          member.place,
          "flows.\(member.name): a flow's name has small letters, digits, `_` and `-`, 40 at the most")
      }
      var flow = JSON5Fields(member.node, at: all.path(to: member.name))
      defer { all.take(flow) }
      return self.flow(member, &flow)
    }
  }

  /// Whether results can be called so.
  static func isName(_ name: String) -> Bool {
    (1...40).contains(name.count)
      && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-" || $0 == "_") }
  }

  private static func flow(_ member: JSON5Member, _ flow: inout JSON5Fields) -> Flow {
    let once = steps("once", of: &flow, 1...200, depth: 0)
    let steps = steps("steps", of: &flow, 1...200, depth: 0)
    if flow.node("steps") == nil {
      flow.complain(member.place, "\(flow.path(to: "steps")) is missing, e.g. [ { get: \"/\" } ]")
    }
    let result = Flow(
      name: member.name, place: member.place, weight: flow.integer("weight", in: 1...1_000_000) ?? 1,
      once: once,
      steps: steps, headers: RequestReader.headers(&flow),
      onError: flow.choice("onError", of: Ending.self) ?? .flow,
      cooldownSeconds: flow.time("cooldown", in: 0...60) ?? 0.1)
    checkNames(of: result, &flow)
    return result
  }

  /// Two requests of one name would have one row in the results.
  private static func checkNames(of flow: Flow, _ fields: inout JSON5Fields) {
    var names: Set<String> = []
    for (request, place) in (flow.once + flow.steps).requests where !names.insert(request.label).inserted {
      fields.complain(
        place,
        "flow \(flow.name) has two requests called \"\(request.label)\"; give one a name of its own: name: \"…\""
      )
    }
  }

  static func steps(
    _ name: String, of fields: inout JSON5Fields, _ range: ClosedRange<Int>, depth: Int
  ) -> [Step] {
    guard let nodes = fields.elements(name, range) else { return [] }
    let path = fields.path(to: name)
    if let first = nodes.first, depth > mostNesting {
      fields.complain(first.place, "\(path): steps lie in one another, \(mostNesting) deep at the most")
      return []
    }
    return nodes.enumerated().compactMap { index, node in
      var step = JSON5Fields(node, at: "\(path)[\(index)]")
      defer { fields.take(step) }
      return action(node, &step, depth).map { Step(place: node.place, action: $0) }
    }
  }

  private static func action(_ node: JSON5Node, _ step: inout JSON5Fields, _ depth: Int) -> Step.Action? {
    guard case .object(let members) = node.value else { return nil }
    let found = members.map(\.name).filter(actions.contains)
    guard found.count == 1, let name = found.first else {
      _ = step.everyMember()
      step.complain(
        node.place,
        found.isEmpty
          ? "\(step.path) says nothing to do: one of \(actions.joined(separator: ", "))"
          : "\(step.path) is \(found.joined(separator: " and ")) at once; they are steps of their own")
      return nil
    }
    switch name {
    case "pause": return DrawReader.time("pause", of: &step, in: 0...86_400).map { .pause($0) }
    case "let": return .assign(AssignmentReader.assignments(&step))
    case "repeat": return again(&step, depth)
    case "if": return branch(&step, depth)
    case "choose": return choose(&step, depth)
    case "end": return end(&step)
    case "poll": return RequestReader.poll(node, &step).map { .request($0) }
    default: return RequestReader.request(name.uppercased(), node, &step).map { .request($0) }
    }
  }

  private static func end(_ step: inout JSON5Fields) -> Step.Action? {
    step.value("end", wants: "\"flow\" or \"user\"") { value -> Step.Action? in
      switch value.string {
      case "flow": .end(.flow)
      case "user": .end(.user)
      default: nil
      }
    }
  }

  private static func again(_ step: inout JSON5Fields, _ depth: Int) -> Step.Action? {
    guard let node = step.node("repeat") else { return nil }
    var own = JSON5Fields(node, at: step.path(to: "repeat"))
    defer { step.take(own) }
    let (times, steps) = (
      own.integer("times", in: 1...1_000_000), steps("do", of: &own, 1...200, depth: depth + 1)
    )
    if own.problems.isEmpty, times == nil || steps.isEmpty {
      own.complain(node.place, "\(own.path) needs times and do, e.g. { times: 3, do: [ { get: \"/\" } ] }")
    }
    return times.map { .again(times: $0, steps) }
  }

  private static func branch(_ step: inout JSON5Fields, _ depth: Int) -> Step.Action? {
    guard let node = step.node("if") else { return nil }
    var own = JSON5Fields(node, at: step.path(to: "if"))
    defer { step.take(own) }
    let then = steps("then", of: &own, 0...200, depth: depth + 1)
    let otherwise = steps("else", of: &own, 0...200, depth: depth + 1)
    guard let pair = own.elements("equals", 2...2) else {
      if own.problems.isEmpty {
        own.complain(
          node.place, "\(own.path) needs equals, e.g. { equals: [\"{{state}}\", \"done\"], then: […] }")
      }
      return nil
    }
    let path = own.path(to: "equals")
    return .branch(
      own.slotJSON(pair[0], at: "\(path)[0]"), equals: own.slotJSON(pair[1], at: "\(path)[1]"), then: then,
      otherwise: otherwise)
  }

  private static func choose(_ step: inout JSON5Fields, _ depth: Int) -> Step.Action? {
    guard let nodes = step.elements("choose", 1...100) else { return nil }
    let choices = nodes.enumerated().map { index, node -> (weight: Int, steps: [Step]) in
      var own = JSON5Fields(node, at: "\(step.path(to: "choose"))[\(index)]")
      defer { step.take(own) }
      return (own.integer("weight", in: 1...1_000_000) ?? 1, steps("do", of: &own, 0...200, depth: depth + 1))
    }
    return .choose(choices)
  }
}

extension [Step] {
  /// The requests among them, also those within other steps, and where they are.
  package var requests: [(request: Request, place: TextPlace)] {
    flatMap { step -> [(request: Request, place: TextPlace)] in
      switch step.action {
      case .request(let request): [(request, step.place)]
      case .again(_, let steps): steps.requests
      case .choose(let choices): choices.flatMap { $0.steps.requests }
      case .branch(_, _, let then, let otherwise): then.requests + otherwise.requests
      case .pause, .assign, .end: []
      }
    }
  }
}

extension Request {
  /// What it is called in results.
  package var label: String {
    name
      ?? "\(method) "
      + path.parts.map { part in
        switch part {
        case .text(let text): text
        case .slot(let name): "{\(name)}"
        }
      }.joined()
  }
}
