package import Statistics

/// What a load did in one second, all its workers together.
package struct LoadSecond: Sendable {
  /// Its end, in seconds since the window began.
  package let end: Double
  /// Its length in seconds; the last one may be shorter.
  package let length: Double
  /// Requests sent in it.
  package let sent: Int
  /// Requests answered in it.
  package let answered: Int
  /// Requests that failed in it.
  package let errors: Int
  /// Events or messages that streams brought in it; nil of loads without streams.
  package let items: Int?
  /// Users that are there at its end, and flows that were completed in it; nil of loads without users.
  package let users: Int?
  package let flows: Int?
  /// The latencies of the answered ones, in nanoseconds.
  package let latency: Histogram

  /// A second of a load.
  package init(
    end: Double, length: Double, sent: Int, answered: Int, errors: Int, items: Int? = nil,
    users: Int? = nil, flows: Int? = nil, latency: Histogram
  ) {
    self.end = end
    self.length = length
    self.sent = sent
    self.answered = answered
    self.errors = errors
    self.items = items
    self.users = users
    self.flows = flows
    self.latency = latency
  }
}
