import JSON
import Wording

/// Reads what must hold after a run: `step(ask).p99 < 800 ms`, `errors < 5 %`, `requests.rate > 5000/s`.
enum ThresholdReader {
  private static let help =
    "a threshold is like \"step(ask).p99 < 800 ms\", \"flow(chat).mean < 2 s\", \"errors < 5 %\" or \"requests.rate > 100/s\""

  /// The thresholds of a file; `flows` are what they may be about.
  static func thresholds(_ root: inout JSON5Fields, of flows: [Flow]) -> [Threshold] {
    (root.elements("thresholds", 1...100) ?? []).enumerated().compactMap { index, node in
      let path = "thresholds[\(index)]"
      guard let text = node.value.string, let threshold = threshold(text, at: node.place) else {
        root.complain(node.place, "\(path): \(help)")
        return nil
      }
      if let problem = problem(threshold, flows) { root.complain(node.place, "\(path): \(problem)") }
      return threshold
    }
  }

  private static func threshold(_ text: String, at place: TextPlace) -> Threshold? {
    let form =
      /(requests|errors|flow|step)(?:\(([^()]+)\))?(?:\.([a-z0-9.]+))?\s*(<=|>=|<|>)\s*([0-9.]+)\s*(us|µs|ms|s|m|%|\/s)?/
    guard let match = text.wholeMatch(of: form), let number = Double(match.5) else { return nil }
    let subject: Threshold.Subject
    switch (match.1, match.2) {
    case ("requests", nil): subject = .requests
    case ("errors", nil): subject = .errors
    case ("flow", let name?): subject = .flow(String(name))
    case ("step", let name?): subject = .step(String(name))
    default: return nil
    }
    guard let metric = metric(match.3.map(String.init) ?? (subject == .errors ? "share" : "")),
      let bound = bound(number, unit: match.6.map(String.init), of: metric),
      let comparison = Threshold.Comparison(rawValue: String(match.4))
    else { return nil }
    return Threshold(
      subject: subject, metric: metric, comparison: comparison, bound: bound, text: text, place: place)
  }

  private static func metric(_ name: String) -> Threshold.Metric? {
    switch name {
    case "mean": return .mean
    case "max": return .max
    case "rate": return .rate
    case "share": return .share
    default:
      guard name.first == "p", let percent = Double(name.dropFirst()), percent > 0, percent < 100 else {
        return nil
      }
      return .percentile(percent)
    }
  }

  /// The number in the metric's own unit; nil: it has another one.
  private static func bound(_ number: Double, unit: String?, of metric: Threshold.Metric) -> Double? {
    switch (metric, unit) {
    case (.share, "%"): number / 100
    case (.share, nil), (.rate, "/s"), (.rate, nil): number
    case (.percentile, let unit?), (.mean, let unit?), (.max, let unit?):
      TimeText.seconds("\(number)\(unit)")
    default: nil
    }
  }

  private static func problem(_ threshold: Threshold, _ flows: [Flow]) -> String? {
    switch threshold.subject {
    case .requests:
      return threshold.metric == .share ? "requests have no share; errors do" : nil
    case .errors:
      switch threshold.metric {
      case .share, .rate: return nil
      default: return "errors have a share and a rate"
      }
    case .flow(let name):
      let names = flows.map(\.name)
      return names.contains(name) || name == "*"
        ? nil : "there is no flow \"\(name)\"; there are \(names.joined(separator: ", "))"
    case .step(let name):
      let names = flows.flatMap { ($0.once + $0.steps).requests.map(\.request.label) }
      return names.contains(name) || name == "*"
        ? nil
        : "no step is called \"\(name)\"; there are \(names.map { "\"\($0)\"" }.joined(separator: ", "))"
    }
  }
}
