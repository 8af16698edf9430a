import AdapterProtocol
import Platform
import Record
import Synchronization

/// What the host reads of an app by itself: its processes in /proc and its counter pages.
///
/// One reader serves the readings before and after a window and the looks during it, from any thread.
final class AppMetrics: Sendable {
  private struct State {
    var processes: ProcessUsage
    var pages: PageMetrics?
  }

  /// What there is to read of an app whose adapter describes `metrics`: a name that is the host's is not the adapter's.
  static func descriptors(with metrics: [MetricDescriptor]) -> [MetricDescriptor] {
    let own = Set(ProcessMetrics.descriptors.map(\.name))
    return ProcessMetrics.descriptors + metrics.filter { !own.contains($0.name) }
  }

  /// The metrics that only grow.
  let counters: Set<String>
  /// Whether there are pages that may tell of events.
  let tellsEvents: Bool
  /// How long after its end an event may still be told.
  let eventAgeNanoseconds: Int
  private let descriptors: [MetricDescriptor]
  private let state: Mutex<State>

  /// Of the processes below `root`, whose agents keep their pages in `agentFolder`; nil: they keep none. What went into the background is
  /// known by `entry` of its environment.
  init(root: Int32, knownBy entry: String? = nil, agentFolder: String?, metrics: [MetricDescriptor]) {
    descriptors = Self.descriptors(with: metrics)
    counters = Set(descriptors.filter { $0.kind == .counter }.map(\.name))
    let pages = agentFolder.map { PageMetrics(metrics, in: $0) }
    tellsEvents = pages != nil
    eventAgeNanoseconds = pages?.eventAgeNanoseconds ?? 0
    state = Mutex(State(processes: ProcessUsage(of: root, knownBy: entry), pages: pages))
  }

  /// Everything; what the adapter told of the metrics that are its own, or why there are none, is part of it.
  func read(with told: MetricsReadResponse) -> AppReading {
    let (processes, paged) = state.withLock { ($0.processes.read(), $0.pages?.read()) }
    let own = ProcessMetrics.values(of: processes)
    let metrics = descriptors.map { ($0.name, own[$0.name] ?? value(of: $0, paged, told)) }
    return AppReading(
      metrics: Dictionary(metrics) { first, _ in first }, processes: processes.processes,
      orphans: processes.orphans, unseenNanoseconds: processes.unseenNanoseconds)
  }

  /// What pages or the adapter tell; `paged` is nil for an app without agents.
  private func value(
    of metric: MetricDescriptor, _ paged: [String: MetricValue]?, _ told: MetricsReadResponse
  ) -> MetricValue {
    if metric.page != nil {
      guard let paged else { return .unavailable("the app was started without runtime agents") }
      if let value = paged[metric.name] { return value }
    }
    if let value = told.values[metric.name] { return .value(value) }
    let silence = metric.page.map {
      "no process of the app has the agent (\($0.kind)); is its runtime one that it knows?"
    }
    return .unavailable(told.unavailable[metric.name] ?? silence ?? "the adapter does not tell it")
  }

  /// What is cheap, ten times a second; nil where it cannot be told.
  func look() -> [String: Int?] {
    state.withLock { state in
      ProcessMetrics.values(of: state.processes.sample())
        .merging(state.pages?.look() ?? [:]) { own, _ in own }
    }
  }

  /// Takes in what the app's threads have counted, of which some are about to end.
  func lookClosely() { state.withLock { _ = $0.processes.read() } }

  /// The processes that live.
  var processes: Set<Int32> { state.withLock { $0.processes.read().processes } }

  /// Ends what is left of the app.
  func endProcesses() { state.withLock { $0.processes.endAll() } }

  /// What held the app up since the last call.
  func takeEvents() -> [TrialSeries.Event] { state.withLock { $0.pages?.takeEvents() ?? [] } }
}
