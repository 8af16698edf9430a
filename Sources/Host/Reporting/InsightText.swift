import Analysis
import Record

/// Insights as text, a line for each.
enum InsightText {
  /// How many figures of the runtime a line has at the most.
  private static let limit = 4

  /// E.g. `python/fastapi, json-bodies: 412 µs CPU per request (78 % user); handler 21 % of the CPU; GC 2.10 % of the time; 48.0 MB`.
  static func line(_ insight: Insight) -> String {
    let parts = [cpu(insight)] + groups(insight.figures.prefix(limit)) + [memory(insight)]
    return "\(insight.framework), \(insight.category): "
      + (parts.compactMap(\.self) + missing(insight)).joined(separator: "; ")
  }

  private static func cpu(_ insight: Insight) -> String? {
    insight.cpuMicrosecondsPerRequest.map { cpu in
      let user = insight.userShare.map { " (\(Figures.fixed($0 * 100, 0)) % user)" } ?? ""
      return "\(Figures.time(cpu * 1000)) CPU per request\(user)"
    }
  }

  private static func memory(_ insight: Insight) -> String? {
    insight.memoryBytes.map { Figures.bytes($0) }
  }

  /// Figures of one basis stand together, where the first of them is.
  private static func groups(_ figures: some Collection<Insight.Figure>) -> [String] {
    let bases = figures.map(\.basis).reduce(into: [Insight.Basis]()) { if !$0.contains($1) { $0.append($1) } }
    return bases.map { basis in
      let texts = figures.filter { $0.basis == basis }.map(text).joined(separator: ", ")
      return switch basis {
      case .cpu: "\(texts) of the CPU"
      case .time: "\(texts) of the time"
      case .request: "\(texts) per request"
      }
    }
  }

  private static func text(_ figure: Insight.Figure) -> String {
    let phrase = InsightRule.of(figure.metric)?.phrase ?? figure.metric
    guard figure.basis == .request else { return "\(phrase) \(Figures.short(figure.value * 100)) %" }
    let isBytes = figure.metric.hasSuffix(".bytes")
    return "\(isBytes ? Figures.bytes(figure.value) : Figures.short(figure.value)) \(phrase)"
  }

  /// What could not be told, by reason.
  private static func missing(_ insight: Insight) -> [String] {
    (insight.unavailable ?? []).map { group in
      let phrases = group.metrics.map { InsightRule.of($0)?.phrase ?? $0 }
      return "n/a: \(phrases.joined(separator: ", ")) (\(group.reason))"
    }
  }
}
