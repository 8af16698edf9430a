import JSON
import Wording

/// Reads how many users there are: `load: { users: 32 }`, `{ arrivals: { rate: 50 } }` or `{ phases: […] }`.
enum LoadReader {
  private static let mostUsers = 1_000_000.0
  private static let mostPerSecond = 1_000_000.0
  private static let longest = 86_400.0

  /// The spreads of a number of flows.
  private enum Spread: String, CaseIterable { case uniform, gaussian }
  private enum ArrivalSpread: String, CaseIterable { case even, poisson }

  /// The plan of a file; where it has none, one user, and a problem.
  static func plan(_ root: inout JSON5Fields, at place: TextPlace) -> LoadPlan {
    guard let node = root.node("load") else {
      root.complain(place, "load is missing: how many users there are, e.g. { users: 10 }")
      return plan(users: 1)
    }
    var load = JSON5Fields(node, at: "load")
    defer { root.take(load) }
    let arrivals = arrivals(&load)
    let phases = phases(&load, areRates: arrivals != nil)
    let users = load.integer("users", in: 1...Int(mostUsers))
    if phases.isEmpty, users == nil, arrivals?.rate == nil, load.problems.isEmpty {
      load.complain(
        node.place,
        "load needs users, arrivals with a rate, or phases: e.g. { users: 10 } or { arrivals: { rate: 50 }, users: 100 }"
      )
    }
    if arrivals == nil, users != nil, !phases.isEmpty {
      load.complain(
        node.place, "load.users and load.phases contradict each other: phases say how many users there are")
    }
    if arrivals != nil, users == nil, load.node("users") == nil {
      load.complain(
        node.place, "load.users is missing: how many users there may be at a time, e.g. users: 200")
    }
    let (iterations, seconds) = session(&load)
    let number = arrivals == nil ? users.map(Double.init) : arrivals?.rate
    return LoadPlan(
      model: arrivals.map { .arrivals(isPoisson: $0.isPoisson) } ?? .users, phases: phases,
      number: phases.isEmpty ? number ?? 1 : nil, mostUsers: arrivals == nil ? nil : users,
      iterations: iterations, sessionSeconds: seconds, paceSeconds: load.time("pace", in: 0.001...3600),
      tickSeconds: load.time("tick", in: 0...0.01) ?? 0.001,
      drainSeconds: load.time("drain", in: 0...600) ?? 30)
  }

  private static func plan(users: Double) -> LoadPlan {
    LoadPlan(
      model: .users, phases: [], number: users, mostUsers: nil, iterations: nil, sessionSeconds: nil,
      paceSeconds: nil, tickSeconds: 0.001, drainSeconds: 30)
  }

  private static func arrivals(_ load: inout JSON5Fields) -> (rate: Double?, isPoisson: Bool)? {
    guard let node = load.node("arrivals") else { return nil }
    var arrivals = JSON5Fields(node, at: load.path(to: "arrivals"))
    defer { load.take(arrivals) }
    let rate = arrivals.number("rate", in: 0.001...mostPerSecond)
    return (rate, arrivals.choice("spread", of: ArrivalSpread.self) == .poisson)
  }

  private static func session(_ load: inout JSON5Fields) -> (Draw?, Double?) {
    guard let node = load.node("session") else { return (nil, nil) }
    var session = JSON5Fields(node, at: load.path(to: "session"))
    defer { load.take(session) }
    let seconds = session.time("for", in: 0.001...longest)
    guard let count = session.node("iterations") else { return (nil, seconds) }
    let path = session.path(to: "iterations")
    if case .object(let members) = count.value,
      members.contains(where: { $0.name == "from" || $0.name == "to" })
    {
      return (range(count, at: path, &session), seconds)
    }
    let draw = DrawReader.number(count, at: path, of: &session, in: 1...1_000_000, isInteger: true)
    return (draw, seconds)
  }

  /// `{ from, to, spread }`: six deviations of a gaussian spread lie between the two.
  private static func range(_ node: JSON5Node, at path: String, _ fields: inout JSON5Fields) -> Draw? {
    var range = JSON5Fields(node, at: path)
    defer { fields.take(range) }
    let (low, high) = (range.integer("from", in: 1...1_000_000), range.integer("to", in: 1...1_000_000))
    let spread = range.choice("spread", of: Spread.self) ?? .uniform
    guard let low, let high, low <= high else {
      if range.problems.isEmpty { range.complain(node.place, "\(path) needs from and to, from not above to") }
      return nil
    }
    let (first, last) = (Double(low), Double(high))
    return Draw(
      spread: spread == .uniform
        ? .uniform(first, last) : .normal(mean: (first + last) / 2, deviation: (last - first) / 6),
      minimum: first, maximum: last, isInteger: true)
  }

  // MARK: Phases

  private static func phases(_ load: inout JSON5Fields, areRates: Bool) -> [LoadPlan.Phase] {
    guard let nodes = load.elements("phases", 1...64) else { return [] }
    var (names, areSound): (Set<String>, Bool) = ([], true)
    let phases = nodes.enumerated().map { index, node -> LoadPlan.Phase in
      var phase = JSON5Fields(node, at: "load.phases[\(index)]")
      defer { load.take(phase) }
      let name = phase.text("name") ?? "phase \(index + 1)"
      if !names.insert(name).inserted {
        phase.complain(
          node.place, "two phases are called \"\(name)\"; results tell them apart by their names")
      }
      let seconds = phase.time("for", in: 1...longest)
      if seconds == nil, phase.node("for") == nil {
        phase.complain(node.place, "\(phase.path(to: "for")) is missing: how long the phase is, e.g. \"1m\"")
      }
      let course = course(&phase, areRates ? "rate" : "users", seconds ?? 1, at: node.place)
      let isCounted = phase.bool("counted") ?? true
      areSound = areSound && phase.problems.isEmpty
      return .init(
        name: name, seconds: seconds ?? 1, course: course, isCounted: isCounted)
    }
    if !phases.contains(where: \.isCounted) {
      load.complain(nodes[0].place, "load.phases: none of them counts")
    }
    if areSound, !phases.contains(where: { $0.course.most > 0 }) {
      load.complain(nodes[0].place, "load.phases: nobody is there in any of them")
    }
    return phases
  }

  private static func course(
    _ phase: inout JSON5Fields, _ name: String, _ seconds: Double, at place: TextPlace
  ) -> LoadPlan.Course {
    guard let node = phase.node(name) else {
      let other = name == "users" ? "rate" : "users"
      let isOther = phase.node(other) != nil
      phase.complain(
        place,
        isOther && name == "rate"
          ? "\(phase.path(to: "rate")) is missing: where users arrive, phases say how many come in a second"
          : isOther
            ? "\(phase.path(to: "rate")) needs load.arrivals: without them phases say how many users there are"
            : "\(phase.path(to: name)) is missing, e.g. \(name): 60 or { to: 60 }")
      return .constant(0)
    }
    let path = phase.path(to: name)
    let range = 0...(name == "users" ? mostUsers : mostPerSecond)
    guard case .object = node.value else {
      return .constant(phase.number(name, in: range) ?? 0)
    }
    var own = JSON5Fields(node, at: path)
    defer { phase.take(own) }
    if let wave = own.node("wave") { return self.wave(wave, at: "\(path).wave", &own, range) }
    if own.node("points") != nil { return points(&own, seconds, range) }
    let to = own.number("to", in: range)
    let shape = shape(&own)
    if to == nil, own.problems.isEmpty {
      own.complain(node.place, "\(path) must have to, wave or points, e.g. { to: 60 }")
    }
    return .ramp(to: to ?? 0, shape)
  }

  private static func shape(_ own: inout JSON5Fields) -> LoadPlan.Shape {
    own.value("shape", wants: "\"linear\", \"exponential\" or \"step(4)\"") { value -> LoadPlan.Shape? in
      switch value.string {
      case "linear": return .linear
      case "exponential": return .exponential
      case let text?:
        guard let match = text.wholeMatch(of: /step\(([0-9]+)\)/), let count = Int(match.1),
          (1...1000).contains(count)
        else { return nil }
        return .steps(count)
      case nil: return nil
      }
    } ?? .linear
  }

  private static func wave(
    _ node: JSON5Node, at path: String, _ fields: inout JSON5Fields, _ range: ClosedRange<Double>
  ) -> LoadPlan.Course {
    var wave = JSON5Fields(node, at: path)
    defer { fields.take(wave) }
    let (low, high) = (wave.number("low", in: range), wave.number("high", in: range))
    let period = wave.time("period", in: 1...longest)
    if let low, let high, low > high { wave.complain(node.place, "\(path).low is above high") }
    if low == nil || high == nil || period == nil, wave.problems.isEmpty {
      wave.complain(
        node.place, "\(path) needs low, high and period, e.g. { low: 20, high: 60, period: \"2m\" }")
    }
    return .wave(low: low ?? 0, high: high ?? 0, periodSeconds: period ?? 1)
  }

  private static func points(
    _ fields: inout JSON5Fields, _ seconds: Double, _ range: ClosedRange<Double>
  ) -> LoadPlan.Course {
    let path = fields.path(to: "points")
    guard let nodes = fields.elements("points", 1...1000) else { return .constant(0) }
    var points: [LoadPlan.Point] = []
    for (index, node) in nodes.enumerated() {
      guard case .array(let pair) = node.value, pair.count == 2,
        let time = pair[0].value.string.flatMap(TimeText.seconds), let number = pair[1].value.double,
        range.contains(number)
      else {
        fields.complain(node.place, "\(path)[\(index)] must be a time and a number, e.g. [\"1m\", 100]")
        return .constant(0)
      }
      let isLater = points.last.map { time > $0.seconds } ?? (time == 0)
      if !isLater || time > seconds {
        fields.complain(
          node.place,
          "\(path)[\(index)]: points begin at \"0s\", each is later than the one before, none later than the phase's \(TimeText.text(seconds))"
        )
        return .constant(0)
      }
      points.append(.init(seconds: time, number: number))
    }
    return .points(points)
  }
}

extension LoadPlan.Course {
  /// The largest number there is.
  var most: Double {
    switch self {
    case .constant(let number): number
    case .ramp(let to, _): to
    case .wave(_, let high, _): high
    case .points(let points): points.map(\.number).max() ?? 0
    }
  }
}

extension LoadPlan {
  /// How many users there are in all, where none is replaced by another; nil: that is not known before.
  var knownUsers: Int? {
    guard model == .users, iterations == nil, sessionSeconds == nil else { return nil }
    let most = phases.map(\.course.most).max() ?? number ?? 1
    return Int(most.rounded(.up))
  }
}
