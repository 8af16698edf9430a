import JSON
import Wording

/// Reads numbers that are drawn: `"5s"`, `[1, 6]`, `{ exponential: "5s", min: "1s", max: "30s" }`.
enum DrawReader {
  private static let spreads = ["uniform", "normal", "exponential", "lognormal"]

  /// A time within a range, in seconds.
  static func time(
    _ name: String, of fields: inout JSON5Fields, in range: ClosedRange<Double>
  ) -> Draw? {
    guard let node = fields.node(name) else { return nil }
    return draw(node, at: fields.path(to: name), of: &fields, in: range, isInteger: false) { value in
      value.string.flatMap(TimeText.seconds)
    } wants: {
      "a time from \(TimeText.text($0.lowerBound)) to \(TimeText.text($0.upperBound)), with its unit, e.g. \"5s\""
    }
  }

  /// A number within a range.
  static func number(
    _ node: JSON5Node, at path: String, of fields: inout JSON5Fields, in range: ClosedRange<Double>,
    isInteger: Bool = false
  ) -> Draw? {
    draw(node, at: path, of: &fields, in: range, isInteger: isInteger, \.double) {
      "a number from \(JSONText.compact(.number($0.lowerBound))) to \(JSONText.compact(.number($0.upperBound)))"
    }
  }

  private static func draw(
    _ node: JSON5Node, at path: String, of fields: inout JSON5Fields, in range: ClosedRange<Double>,
    isInteger: Bool, _ read: (JSON5Node.Value) -> Double?, wants: (ClosedRange<Double>) -> String
  ) -> Draw? {
    func number(_ node: JSON5Node, at path: String, _ fields: inout JSON5Fields) -> Double? {
      if let number = read(node.value), range.contains(number) { return number }
      fields.complain(node.place, "\(path) must be \(wants(range)), not \(node.shown)")
      return nil
    }
    guard case .object = node.value else {
      if case .array(let nodes) = node.value, nodes.count == 2 {
        guard let low = number(nodes[0], at: "\(path)[0]", &fields),
          let high = number(nodes[1], at: "\(path)[1]", &fields)
        else { return nil }
        if low > high { fields.complain(node.place, "\(path): the first one is above the second one") }
        return Draw(spread: .uniform(low, high), minimum: low, maximum: high, isInteger: isInteger)
      }
      return number(node, at: path, &fields).map {
        Draw(spread: .constant($0), minimum: $0, maximum: $0, isInteger: isInteger)
      }
    }
    var own = JSON5Fields(node, at: path)
    defer { fields.take(own) }
    let (low, high) = (
      own.node("min").flatMap { number($0, at: "\(path).min", &own) } ?? range.lowerBound,
      own.node("max").flatMap { number($0, at: "\(path).max", &own) } ?? range.upperBound
    )
    let isWhole = isInteger || own.bool("integer") ?? false
    if low > high { own.complain(node.place, "\(path).min is more than max") }
    let found = spreads.compactMap { name in own.node(name).map { (name, $0) } }
    guard found.count == 1, let (name, value) = found.first else {
      own.complain(node.place, "\(path) must have exactly one of \(spreads.joined(separator: ", "))")
      return nil
    }
    let spread: Draw.Spread?
    if name == "exponential" {
      spread = number(value, at: "\(path).exponential", &own).map { .exponential(mean: $0) }
    } else {
      spread = pair(name, value, at: "\(path).\(name)", &own, read: read, number: number)
    }
    return spread.map { Draw(spread: $0, minimum: low, maximum: max(low, high), isInteger: isWhole) }
  }

  private static func pair(
    _ name: String, _ node: JSON5Node, at path: String, _ own: inout JSON5Fields,
    read: (JSON5Node.Value) -> Double?,
    number: (JSON5Node, String, inout JSON5Fields) -> Double?
  ) -> Draw.Spread? {
    guard case .array(let nodes) = node.value, nodes.count == 2 else {
      let words = [
        "uniform": "lowest and highest", "normal": "mean and deviation", "lognormal": "median and sigma",
      ]
      own.complain(node.place, "\(path) must be an array of two: \(words[name] ?? "")")
      return nil
    }
    guard let first = number(nodes[0], "\(path)[0]", &own) else { return nil }
    switch name {
    case "uniform": return number(nodes[1], "\(path)[1]", &own).map { .uniform(first, max(first, $0)) }
    case "normal":
      guard let deviation = read(nodes[1].value), deviation >= 0 else {
        own.complain(nodes[1].place, "\(path)[1] is the deviation, which is not negative")
        return nil
      }
      return .normal(mean: first, deviation: deviation)
    default:
      guard let sigma = nodes[1].value.double, (0...10).contains(sigma) else {
        own.complain(
          nodes[1].place, "\(path)[1] is sigma, the deviation of the logarithm, a number from 0 to 10")
        return nil
      }
      return .lognormal(median: first, sigma: sigma)
    }
  }
}
