package import Statistics

extension Key where Owner == Histogram {
  /// From when a request was due, in a closed loop from when it was sent, to the last byte of its answer.
  package static let latency = Key("latency")
  /// From the first write: what a client that waits its turn would have reported.
  package static let uncorrectedLatency = Key("uncorrected-latency")
  /// From when a request was due to just before its first write.
  package static let lateness = Key("lateness")
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
  package static let startup = Key("startup")
  package static let generator = Key("generator")
}

/// What is observed of a load of HTTP requests, and how it follows from a trial's evidence.
package enum HTTPMeasures {
  /// A p99 needs this many requests, so that three of them are slower.
  package static let requestsForP99: UInt64 = 300

  /// A p99 is told well enough by windows of this many requests; those of fewer tell it only where their interval is narrow.
  package static let requestsForP99Verdict = 24_000

  /// So many requests a window needs for a verdict on a measure, however wide its interval is.
  package static func requestsForVerdict(on measure: Key<Measure>) -> Int {
    measure == .p99 ? requestsForP99Verdict : 0
  }

  /// Every measure.
  package static let all: [Measure] = throughput + percentiles(of: .latency, "") + uncorrected + costs

  /// The percentiles from the first write.
  package static let uncorrected = percentiles(of: .uncorrectedLatency, "uncorrected ")

  private static let throughput = [
    Measure(.throughput, "requests/s", unit: .requestsPerSecond, better: .higher)
  ]

  private static let costs = [
    Measure(.cpu, "CPU per request", unit: .microseconds, better: .lower),
    Measure(.memory, "memory", unit: .bytes, better: .lower),
    Measure(.memoryTime, "memory per request/s", unit: .bytes, better: .lower),
    Measure(.startup, "start-up", unit: .nanoseconds, better: .lower),
    Measure(.generator, "generator CPU", unit: .share, better: .neither),
  ]

  private static func percentiles(of histogram: Key<Histogram>, _ prefix: String) -> [Measure] {
    let percents: [(Key<Measure>, Double, Int)] = [
      (.p50, 50, 1), (.p90, 90, 1), (.p95, 95, 1), (.p99, 99, Int(requestsForP99)), (.p999, 99.9, 3000),
      (.maximum, 100, 1),
    ]
    return percents.map { id, percent, fewest in
      Measure(
        Key(prefix + id.rawValue), prefix + id.rawValue, unit: .nanoseconds, better: .lower,
        aggregation: .percentile(of: histogram, percent), fewestSamples: fewest)
    }
  }

  /// The values of one window; what cannot be told is left out.
  /// - Parameter startupNanoseconds: from the app's spawn to its first healthy answer.
  package static func figures(
    of load: LoadFigures, metrics: [String: Double], startupNanoseconds: Int?
  ) -> [Key<Measure>: Double] {
    var figures: [Key<Measure>: Double] = [
      .throughput: load.requestsPerSecond, .generator: load.generatorUtilisation,
    ]
    for measure in all {
      guard case .percentile(let name, let percent) = measure.aggregation,
        let histogram = load.histograms[name],
        histogram.count >= measure.fewestSamples
      else { continue }
      figures[measure.id] = histogram.percentile(percent).map { Double($0) }
    }
    let memory = metrics[MetricFacts.residentMemory]
    if load.answered > 0 {
      figures[.cpu] = metrics[MetricFacts.processorTime].map { $0 / 1000 / Double(load.answered) }
    }
    figures[.memory] = memory
    if load.requestsPerSecond > 0 { figures[.memoryTime] = memory.map { $0 / load.requestsPerSecond } }
    figures[.startup] = startupNanoseconds.map { Double($0) }
    return figures
  }
}

extension LoadFigures {
  /// Its histograms by name.
  package var histograms: [Key<Histogram>: Histogram] {
    var all: [Key<Histogram>: Histogram] = [.latency: latency]
    all[.uncorrectedLatency] = openLoop?.uncorrectedLatency
    all[.lateness] = openLoop?.lateness
    return all
  }
}
