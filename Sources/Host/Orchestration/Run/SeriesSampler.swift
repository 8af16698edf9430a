import AdapterProtocol
import LoadEngine
import Platform
import Record

/// Looks at an app ten times a second during its measured window, on a thread of its own on the generator's side of the machine.
struct SeriesSampler: ~Copyable {
  private static let period: UInt64 = 100_000_000
  /// The longest that events are waited for after the window, whatever an adapter says.
  private static let longestWait = 500_000_000
  /// What every app's processes tell, named as adapters name it.
  private static let usage: [(name: String, isCounter: Bool, value: @Sendable (TreeUsage.Sample) -> Int)] = [
    ("memory.rss", false, { $0.residentBytes }), ("threads", false, { $0.threads }),
    ("cpu.total", true, { $0.cpuNanoseconds }), ("process.run_queue_delay", true, { $0.runQueueNanoseconds }),
  ]

  private let thread: PinnedThread<Recording>

  /// Waits for the window of `seconds` that `progress` tells of; it ends with it, or when the load does.
  init(_ app: AppSession, seconds: Double, _ load: Plan.Load, _ progress: LoadProgress) throws(SystemError) {
    let recording = Recording(app)
    let length = Duration.seconds(seconds).wholeNanoseconds
    thread = try PinnedThread(name: "series", cpu: load.generatorCPUs.last) {
      var recording = recording
      recording.record(length, progress)
      return recording
    }
  }

  /// The series of the window, which was so long, once the load is over; nil when none began.
  consuming func series(of trial: TrialKey, windowNanoseconds: Int) -> TrialSeries? {
    let recording = thread.join()
    guard let start = recording.start.map({ Int($0) }) else { return nil }
    return TrialSeries(
      of: trial, startNanoseconds: start, endNanoseconds: start + windowNanoseconds,
      times: recording.times.map { Int($0) - start }, values: recording.values,
      counters: recording.counters, events: recording.events)
  }

  /// What is looked at, and what was seen.
  private struct Recording: Sendable {
    /// The metrics of which pages have totals; none without agents.
    private let metrics: [(name: String, place: CounterPages.Place, eventAge: Int)]
    private let root: Int32
    private let folder: String?
    let counters: Set<String>
    private(set) var start: UInt64?
    private(set) var times: [UInt64] = []
    private(set) var values: [String: [Int?]] = [:]
    private(set) var events: [RuntimeEvent] = []

    init(_ app: AppSession) {
      let described = app.adapter.description.metrics
      folder = app.started.agentFolder
      root = app.started.processes.first.flatMap { Int32(exactly: $0.pid) } ?? 0
      metrics = (folder == nil ? [] : described).compactMap { metric in
        metric.page.map { page in
          let place = CounterPages.Place(
            kind: page.kind, slot: page.slot, less: page.less, isGauge: metric.kind == .gauge)
          return (metric.name, place, page.eventAgeNanoseconds ?? 0)
        }
      }
      counters = Set(metrics.filter { !$0.place.isGauge }.map(\.name)).union(
        SeriesSampler.usage.filter(\.isCounter).map(\.name) + [TrialSeries.requests])
    }

    mutating func record(_ length: UInt64, _ progress: LoadProgress) {
      let clock = MonotonicClock()
      var pages = folder.map { CounterPages(in: $0) }
      var tree = TreeUsage(of: root)
      _ = pages?.takeEvents()
      while progress.windowStartNanoseconds == nil, !progress.isOver {
        clock.sleep(until: clock.nanoseconds + 1_000_000)
      }
      start = progress.windowStartNanoseconds
      guard let start else { return }
      var due = start
      while due < start + length, !progress.isOver {
        look(clock.nanoseconds, &pages, &tree, progress.answered)
        due = min(due + SeriesSampler.period, start + length)
        clock.sleep(until: due)
      }
      look(clock.nanoseconds, &pages, &tree, progress.answered)
      guard let pages else { return }
      let latest = metrics.filter { pages.haveEvents($0.place.kind) }.map(\.eventAge).max() ?? 0
      // What began in the window may last until the load has drained.
      while !progress.isOver { clock.sleep(until: clock.nanoseconds + 1_000_000) }
      clock.sleep(until: clock.nanoseconds + UInt64(min(max(0, latest), SeriesSampler.longestWait)))
      take(pages.takeEvents())
    }

    private mutating func look(
      _ time: UInt64, _ pages: inout CounterPages?, _ tree: inout TreeUsage, _ answered: Int
    ) {
      times.append(time)
      values[TrialSeries.requests, default: []].append(answered)
      let sample = tree.sample()
      for (name, _, value) in SeriesSampler.usage { values[name, default: []].append(value(sample)) }
      pages?.refresh()
      for metric in metrics { values[metric.name, default: []].append(pages?.value(at: metric.place)) }
      take(pages?.takeEvents() ?? [])
    }

    private mutating func take(_ found: [CounterEvent]) {
      events += found.map {
        RuntimeEvent(
          kind: $0.kind, timeNanoseconds: $0.timeNanoseconds, durationNanoseconds: $0.durationNanoseconds,
          pid: $0.pid)
      }
    }
  }
}
