/// What an app did during a measured window, sample by sample, and what held it up. One line of `series.jsonl`.
package struct TrialSeries: Codable, Equatable, Sendable {
  /// The most events that are kept, the longest.
  package static let maximumEvents = 128
  /// What no value reaches that was measured.
  package static let limit = 1 << 48
  /// The requests answered so far, as a counter; the one series that does not come from the app.
  package static let requests = "requests"

  /// Something that held the app up.
  package struct Event: Codable, Equatable, Sendable {
    /// What it was, in its runtime's words, e.g. `gc`; metrics name the kinds that they count.
    package let kind: String
    /// When it began, on CLOCK_MONOTONIC.
    package let timeNanoseconds: Int
    /// How long it was.
    package let durationNanoseconds: Int
    /// The process it was in.
    package let pid: Int

    /// An event.
    package init(kind: String, timeNanoseconds: Int, durationNanoseconds: Int, pid: Int) {
      self.kind = kind
      self.timeNanoseconds = timeNanoseconds
      self.durationNanoseconds = durationNanoseconds
      self.pid = pid
    }

    /// Whether it takes place in a range of time, at least in part.
    package func overlaps(_ range: Range<Int>) -> Bool {
      timeNanoseconds < range.upperBound && timeNanoseconds + durationNanoseconds > range.lowerBound
    }
  }

  /// The block, from 0.
  package let block: Int
  /// Who was measured.
  package let participant: Key<Participant>
  /// Under what.
  package let condition: Key<Condition>
  /// When the window began, on CLOCK_MONOTONIC.
  package let startNanoseconds: Int
  /// When it ended.
  package let endNanoseconds: Int
  /// When samples were taken, in nanoseconds since the window began; ascending.
  package let times: [Int]
  /// A number per sample by the metric's name, in the unit of the run's metrics: gauges as they were, counters as their increase
  /// since the sample before, the first one's being 0; nil where a metric could not be read, or was beyond `limit`.
  package let values: [String: [Int?]]
  /// What held the app up for 1 ms or longer and overlaps the window, by when it began.
  package let events: [Event]
  /// How many events were left out, none of them longer than those that are kept.
  package let eventsLeftOut: Int

  /// The series of a trial's window. Of counters, which `values` has as they were read, the increases are kept; of
  /// events those that overlap the window, the longest.
  package init(
    of trial: TrialKey, startNanoseconds: Int, endNanoseconds: Int, times: [Int], values: [String: [Int?]],
    counters: Set<String>, events: [Event]
  ) {
    block = trial.block
    participant = trial.participant
    condition = trial.condition
    self.startNanoseconds = startNanoseconds
    self.endNanoseconds = endNanoseconds
    self.times = times
    self.values = Dictionary(
      uniqueKeysWithValues: values.map { name, values in
        let values = counters.contains(name) ? Self.increases(values) : values
        return (name, values.map { $0.flatMap { $0 < Self.limit ? $0 : nil } })
      })
    let window = startNanoseconds..<endNanoseconds
    let found = events.filter { $0.overlaps(window) }
    let longest = found.sorted { $0.durationNanoseconds > $1.durationNanoseconds }.prefix(Self.maximumEvents)
    self.events = longest.sorted { $0.timeNanoseconds < $1.timeNanoseconds }
    eventsLeftOut = found.count - longest.count
  }

  /// The measured window, on CLOCK_MONOTONIC.
  package var window: Range<Int> { startNanoseconds..<endNanoseconds }

  private static func increases(_ totals: [Int?]) -> [Int?] {
    var before: Int?
    return totals.map { total in
      guard let total else { return nil }
      defer { before = total }
      return max(0, total - (before ?? total))
    }
  }
}
