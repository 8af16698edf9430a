package import Statistics

extension Key where Owner == Histogram {
  /// From when a request was due, in a closed loop from when it was sent, to the last byte of its answer.
  package static let latency = Key("latency")
  /// From the first write: what a client that waits its turn would have reported.
  package static let uncorrectedLatency = Key("uncorrected-latency")
  /// From when a request was due to just before its first write.
  package static let lateness = Key("lateness")
  /// From when a stream was due to its first event.
  package static let firstEvent = Key("first-event")
  /// From an event of a stream to the next.
  package static let eventGap = Key("event-gap")
  /// From when a WebSocket's handshake was written to the end of its answer.
  package static let handshake = Key("handshake")
}

extension Key where Owner == Measure {
  package static let throughput = Key("throughput")
  package static let p50 = Key("p50")
  package static let p90 = Key("p90")
  package static let p95 = Key("p95")
  package static let p99 = Key("p99")
  package static let p999 = Key("p99.9")
  package static let maximum = Key("max")
  package static let cpu = Key("cpu-per-request")
  package static let memory = Key("memory")
  package static let memoryTime = Key("memory-per-throughput")
  package static let proportionalMemory = Key("memory-pss")
  package static let proportionalMemoryTime = Key("memory-pss-per-throughput")
  package static let startup = Key("startup")
  package static let generator = Key("generator")
  package static let eventRate = Key("events")
  package static let flowRate = Key("flows")
  package static let flowCPU = Key("cpu-per-flow")
  package static let held = Key("held")
  package static let heldMemory = Key("memory-per-held")
  package static let heldGeneratorMemory = Key("generator-memory-per-held")
}

/// What is observed of a load of HTTP requests, and how it follows from a trial's evidence.
package enum HTTPMeasures {
  /// How many requests a percentile needs, so that three of them are slower; of fewer it is hardly more than the slowest one. Of the
  /// maximum, 1.
  package static func fewestRequests(for percent: Double) -> Int {
    percent < 100 ? Int((300 / (100 - percent)).rounded()) : 1
  }

  /// A p99 is told well enough by windows of this many requests; those of fewer tell it only where their interval is narrow.
  package static let requestsForP99Verdict = 24_000

  /// So many requests a window needs for a verdict on a measure, however wide its interval is.
  package static func requestsForVerdict(on measure: Key<Measure>) -> Int {
    measure == .p99 ? requestsForP99Verdict : 0
  }

  /// Every measure.
  package static let all: [Measure] =
    throughput + percentiles(of: .latency, "") + uncorrected + events + handshakes + held + flows + costs

  /// The percentiles from the first write.
  package static let uncorrected = percentiles(of: .uncorrectedLatency, "uncorrected ")

  /// What event streams are told by.
  package static let events =
    [Measure(.eventRate, "events/s", unit: .eventsPerSecond, better: .higher)]
    + percentiles(of: .firstEvent, "first event ", [50, 99])
    + gaps

  /// From an event to the next one of its stream.
  package static let gaps = percentiles(of: .eventGap, "between events ", [50, 90, 99])

  /// What connections are told by that are held open beside a load.
  package static let held = [
    Measure(.held, "connections held", unit: .count, better: .higher),
    Measure(.heldMemory, "memory per connection held", unit: .bytes, better: .lower),
    Measure(.heldGeneratorMemory, "generator's memory per connection held", unit: .bytes, better: .neither),
  ]

  /// What users' flows are told by, beside how long they take.
  package static let flows = [
    Measure(.flowRate, "flows/s", unit: .flowsPerSecond, better: .higher),
    Measure(.flowCPU, "CPU per flow", unit: .microseconds, better: .lower),
  ]

  /// What opening WebSockets is told by.
  package static let handshakes = percentiles(of: .handshake, "handshake ", [50, 90])

  private static let throughput = [
    Measure(.throughput, "requests/s", unit: .requestsPerSecond, better: .higher)
  ]

  private static let costs = [
    Measure(.cpu, "CPU per request", unit: .microseconds, better: .lower),
    Measure(.proportionalMemory, "memory (PSS)", unit: .bytes, better: .lower),
    Measure(.proportionalMemoryTime, "memory (PSS) per request/s", unit: .bytes, better: .lower),
    Measure(.memory, "memory (RSS)", unit: .bytes, better: .lower),
    Measure(.memoryTime, "memory (RSS) per request/s", unit: .bytes, better: .lower),
    Measure(.startup, "start-up", unit: .nanoseconds, better: .lower),
    Measure(.generator, "generator CPU", unit: .share, better: .neither),
  ]

  private static func percentiles(
    of histogram: Key<Histogram>, _ prefix: String, _ percents: [Double] = [50, 90, 95, 99, 99.9, 100]
  ) -> [Measure] {
    percents.map { percent in
      let name =
        prefix
        + (percent == 100 ? "max" : "p\(percent == percent.rounded() ? "\(Int(percent))" : "\(percent)")")
      return Measure(
        Key(name), name, unit: .nanoseconds, better: .lower,
        aggregation: .percentile(of: histogram, percent), fewestSamples: fewestRequests(for: percent))
    }
  }

  /// The metrics of memory with their measures, and those per answer in a second. What processes share counts once in the first, and for
  /// each of them in the second.
  private static let memories: [(metric: String, memory: Key<Measure>, time: Key<Measure>)] = [
    (MetricFacts.proportionalMemory, .proportionalMemory, .proportionalMemoryTime),
    (MetricFacts.residentMemory, .memory, .memoryTime),
  ]

  /// The values of one window; what cannot be told is left out. Percentiles that are censored are there as their lower bounds.
  /// - Parameter startupNanoseconds: from the app's spawn to its first healthy answer.
  package static func figures(
    of load: LoadFigures, metrics: [String: Double], startupNanoseconds: Int?
  ) -> [Key<Measure>: Double] {
    let requests = Requests(of: load)
    var figures: [Key<Measure>: Double] = [
      .throughput: requests.perSecond, .generator: load.generatorUtilisation,
    ]
    for measure in all {
      if let found = percentile(measure, of: load.histograms, censored: load.censored) {
        figures[measure.id] = Double(found.bound)
      }
    }
    let microseconds = metrics[MetricFacts.processorTime].map { $0 / 1000 }
    if requests.answered > 0 { figures[.cpu] = microseconds.map { $0 / Double(requests.answered) } }
    if load.sessions != nil {
      figures[.flowRate] = load.requestsPerSecond
      if load.answered > 0 { figures[.flowCPU] = microseconds.map { $0 / Double(load.answered) } }
    }
    for (metric, memory, time) in memories {
      figures[memory] = metrics[metric]
      if requests.perSecond > 0 { figures[time] = metrics[metric].map { $0 / requests.perSecond } }
    }
    if let held = load.held {
      figures[.held] = Double(held.kept)
      figures[.heldMemory] = held.memoryBefore.flatMap { before in
        // What was collected meanwhile is nothing that connections gave back.
        metrics[before.metric].map { $0 - Double(before.bytes) }.flatMap {
          $0 > 0 ? $0 / Double(held.asked) : nil
        }
      }
      figures[.heldGeneratorMemory] = held.generatorBytes.map { Double($0) / Double(held.asked) }
    }
    figures[.startup] = startupNanoseconds.map { Double($0) }
    figures[.eventRate] = load.streams.map {
      Double($0.itemsInWindow) / (Double(load.windowNanoseconds) / 1e9)
    }
    return figures
  }

  /// What an app answered: of users' flows each is several requests.
  private struct Requests {
    let answered: Int
    let perSecond: Double

    init(of load: LoadFigures) {
      answered = load.sessions?.answered ?? load.answered
      perSecond =
        load.sessions.map { Double($0.answeredInWindow) / (Double(load.windowNanoseconds) / 1e9) }
        ?? load.requestsPerSecond
    }
  }

  /// The measures of a window whose values are lower bounds: percentiles that fall among the requests without a latency.
  package static func lowerBounds(of load: LoadFigures) -> Set<Key<Measure>> {
    guard load.censored > 0 else { return [] }
    return Set(
      all.filter {
        percentile($0, of: load.histograms, censored: load.censored)?.isLowerBound ?? false
      }.map(\.id))
  }

  /// A percentile of histograms, with `censored` more requests that latency does not have but counts; nil of a measure that is none, and
  /// with too few requests.
  package static func percentile(
    _ measure: Measure, of histograms: [Key<Histogram>: Histogram], censored: Int
  ) -> CensoredPercentile? {
    guard case .percentile(let name, let percent) = measure.aggregation, let histogram = histograms[name]
    else { return nil }
    // A client that waits its turn knows nothing of what it did not send.
    let censored = name == .latency ? UInt64(censored) : 0
    guard histogram.count + censored >= measure.fewestSamples else { return nil }
    return histogram.percentile(percent, unsent: censored)
  }
}

extension CensoredPercentile {
  /// The percentile, or the value that it is above.
  package var bound: UInt64 {
    switch self {
    case .value(let value), .above(let value): value
    }
  }

  /// Whether it is not known.
  package var isLowerBound: Bool { if case .above = self { true } else { false } }
}

extension LoadFigures {
  /// Its histograms by name.
  package var histograms: [Key<Histogram>: Histogram] {
    var all: [Key<Histogram>: Histogram] = [.latency: latency]
    all[.uncorrectedLatency] = openLoop?.uncorrectedLatency
    all[.lateness] = openLoop?.lateness
    all[.firstEvent] = streams?.firstItem
    all[.eventGap] = streams?.gaps ?? held?.gaps
    all[.handshake] = webSocket?.handshakes
    return all
  }
}
