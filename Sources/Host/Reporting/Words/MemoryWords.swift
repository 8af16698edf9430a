import Analysis

extension MemoryVerdict {
  /// What may be said of an app's memory.
  var words: String {
    func megabytes(_ bytesPerRequest: Double) -> String { Figures.fixed(bytesPerRequest, 1) }
    guard growth != .unknown, let interval else {
      return
        "not known: \(Figures.count(sessions, "session")) with windows of a second or longer, it takes \(Self.minimumSessions)"
    }
    guard growth == .grows, let bytesPerRequest else {
      return "no growth above \(megabytes(max(interval.high, Self.margin))) MB per million requests"
    }
    return
      "grows \(megabytes(bytesPerRequest)) MB (\(megabytes(interval.low))–\(megabytes(interval.high))) per million requests"
  }
}
