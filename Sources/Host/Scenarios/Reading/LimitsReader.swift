import JSON

/// Reads what ends a load early, or keeps requests back: `limits: { errors: { share: 0.1 } }`, `breaker: { errors: 0.5 }`.
enum LimitsReader {
  static func breaker(_ root: inout JSON5Fields) -> BreakerPlan? {
    guard let node = root.node("breaker") else { return nil }
    var breaker = JSON5Fields(node, at: "breaker")
    defer { root.take(breaker) }
    return BreakerPlan(
      windowSeconds: breaker.time("window", in: 1...60) ?? 10,
      minimum: breaker.integer("minimum", in: 1...1_000_000) ?? 20,
      errors: breaker.number("errors", in: 0.001...1) ?? 0.5,
      openSeconds: breaker.time("open", in: 0.001...600) ?? 5,
      probes: breaker.integer("probes", in: 1...1000) ?? 3)
  }

  static func limits(_ root: inout JSON5Fields) -> LimitsPlan? {
    guard let node = root.node("limits") else { return nil }
    var limits = JSON5Fields(node, at: "limits")
    defer { root.take(limits) }
    let seconds = limits.time("for", in: 1...86_400)
    guard let errors = limits.node("errors") else { return LimitsPlan(errors: nil, seconds: seconds) }
    var own = JSON5Fields(errors, at: limits.path(to: "errors"))
    defer { limits.take(own) }
    let share = own.number("share", in: 0...1)
    if share == nil, own.node("share") == nil {
      own.complain(
        errors.place,
        "\(own.path(to: "share")) is missing: the share of failed steps that is too much, e.g. 0.1")
    }
    return LimitsPlan(
      errors: .init(
        share: share ?? 1, afterSeconds: own.time("after", in: 0...3600) ?? 30,
        minimum: own.integer("minimum", in: 1...1_000_000) ?? 50), seconds: seconds)
  }
}
