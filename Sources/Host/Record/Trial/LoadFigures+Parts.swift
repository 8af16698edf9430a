package import Statistics

extension LoadFigures {
  /// What a part of a mixed load did.
  package struct Part: Codable, Equatable, Sendable {
    /// The name of what it sends.
    package let name: String
    /// Its requests that were written.
    package let sent: Int
    /// Those of them that were answered as they should be, until the end of the drain.
    package let answered: Int
    /// Those of these that came before the window ended.
    package let answeredInWindow: Int
    /// The latencies of those that have one, as `latency` of the whole load.
    package let latency: Histogram

    /// A part's figures.
    package init(name: String, sent: Int, answered: Int, answeredInWindow: Int, latency: Histogram) {
      self.name = name
      self.sent = sent
      self.answered = answered
      self.answeredInWindow = answeredInWindow
      self.latency = latency
    }
  }
}
