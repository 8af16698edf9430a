package import Record

/// A figure that explains where an app's time goes once it is large.
package struct TellingFigure: Sendable {
  /// A figure as it was found.
  package struct Reading: Codable, Equatable, Sendable {
    /// Its name.
    package let figure: String
    /// What was found.
    package let value: Double
    /// The unit of both, e.g. `% of CPU time`.
    package let unit: String
    /// From here on it tells something.
    package let threshold: Double

    /// A reading.
    package init(figure: String, value: Double, unit: String, threshold: Double) {
      self.figure = figure
      self.value = value
      self.unit = unit
      self.threshold = threshold
    }

    /// Whether it is as large as its threshold.
    package var isTelling: Bool { value >= threshold }
  }

  /// Its name.
  package let name: String
  /// The unit of its value.
  package let unit: String
  /// From here on it tells something.
  package let threshold: Double
  /// Why from there on.
  package let reason: String
  let figure: RuntimeFigure

  /// All of them; what a runtime does not know is left out of a reading.
  package static let all: [TellingFigure] = [
    .init(
      "garbage collection", "% of CPU time", from: 5,
      "a twentieth of the processor is what tuning a collector, or allocating less, commonly gives back",
      ["python.gc.time", "node.gc.time", "ruby.gc.time"], .share(of: "cpu.total"), scale: 100),
    .init(
      "longest collection", "ms", from: 10, "a pause of that length is seen in the p99 of a busy server",
      ["python.gc.longest", "node.gc.longest"], .perWindow, scale: 1e-6),
    .init(
      "threads waiting for the interpreter's lock", "% of the time", from: 5,
      "more threads gain little from there on; more processes do",
      ["python.gil.contended", "ruby.gvl.contended"], .shareOfTime, scale: 100),
    .init(
      "event-loop lag (p99)", "ms", from: 10, "so long nothing is done for a request that has come",
      ["node.loop.lag_p99"], .perWindow, scale: 1e-6),
    .init(
      "waiting for a processor", "% of CPU time", from: 10,
      "the app has more threads that work than processors, or something else uses them",
      ["process.run_queue_delay"], .share(of: "cpu.total"), scale: 100),
    .init(
      "processor time per request", "µs", from: 1000,
      "a processor serves fewer than 1000 requests per second",
      ["cpu.total"], .perRequest, scale: 1e-3),
    .init(
      "time in the kernel", "% of CPU time", from: 50, "sockets and not the framework are most of the work",
      ["cpu.system"], .share(of: "cpu.total"), scale: 100),
    .init(
      "serialisation", "% of CPU time", from: 20, "another serialiser would be felt",
      ["python.serialization.time"], .shareOfEach("cpu.total"), scale: 100),
    .init(
      "allocations per request", "", from: 500, "at 50 to 100 ns each they take 25 to 50 µs",
      ["ruby.objects.allocated", "rust.alloc.count"], .perRequest),
    .init(
      "involuntary context switches per request", "", from: 0.1,
      "a tenth of the requests lose their processor, with its caches, before they are done",
      ["context_switches.involuntary"], .perRequest),
  ]

  private init(
    _ name: String, _ unit: String, from threshold: Double, _ reason: String, _ metrics: [String],
    _ measure: RuntimeFigure.Measure, scale: Double = 1
  ) {
    self.name = name
    self.unit = unit
    self.threshold = threshold
    self.reason = reason
    figure = RuntimeFigure(metrics: metrics, measure: measure, scale: scale)
  }

  /// The figures of `trials` that tell most: the largest multiples of their thresholds first, at most `count`, none that is 0.
  package static func most(of trials: [Trial], count: Int = 3) -> [Reading] {
    let readings = all.compactMap { rule in
      rule.figure.value(over: trials).map {
        Reading(figure: rule.name, value: $0, unit: rule.unit, threshold: rule.threshold)
      }
    }
    // Ties keep the table's order.
    let ranked = readings.filter { $0.value > 0 }.enumerated().sorted { first, second in
      let scores = [first, second].map { $0.element.value / $0.element.threshold }
      return scores[0] == scores[1] ? first.offset < second.offset : scores[0] > scores[1]
    }
    return ranked.prefix(count).map(\.element)
  }
}
