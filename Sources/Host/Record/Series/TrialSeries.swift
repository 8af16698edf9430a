package import AdapterProtocol

/// What an app did during a measured window, sample by sample, and what held it up. One line of `series.jsonl`.
package struct TrialSeries: Codable, Equatable, Sendable {
  /// The most events that are kept, the longest.
  package static let maximumEvents = 128
  /// What no value reaches that was measured.
  package static let limit = 1 << 48
  /// The requests answered so far, as a counter; the one series that does not come from the app.
  package static let requests = "requests"

  /// The block (round), from 0.
  package let block: Int
  /// The framework's name in the plan.
  package let framework: String
  /// The workload's name.
  package let workload: String
  /// Requests per second that were due; nil in a closed loop.
  package let offeredRate: Double?
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
  package let events: [RuntimeEvent]
  /// How many events were left out, none of them longer than those that are kept.
  package let eventsLeftOut: Int

  /// The series of a trial's window. Of counters, which `values` has as they were read, the increases are kept; of
  /// events those that overlap the window, the longest.
  package init(
    of trial: TrialKey, startNanoseconds: Int, endNanoseconds: Int, times: [Int], values: [String: [Int?]],
    counters: Set<String>, events: [RuntimeEvent]
  ) {
    block = trial.block
    framework = trial.framework
    workload = trial.workload
    offeredRate = trial.offeredRate
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

extension RuntimeEvent {
  /// Whether any of it, the time of both being below 2⁶², lies in a range of CLOCK_MONOTONIC.
  package func overlaps(_ range: Range<Int>) -> Bool {
    timeNanoseconds < range.upperBound && timeNanoseconds + durationNanoseconds > range.lowerBound
  }
}
