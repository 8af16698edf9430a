import AdapterProtocol
import Platform
import Record

/// The metrics that an app's counter pages tell, as their descriptors place them there (rule I6).
struct PageMetrics {
  private let metrics: [(descriptor: MetricDescriptor, page: MetricPage)]
  private var pages: CounterPages
  /// The totals at the last reading of what means and percentiles are made of, by metric.
  private var last: [String: [Int]] = [:]

  /// Those of `descriptors` that have a page, in the pages of a folder.
  init(_ descriptors: [MetricDescriptor], in folder: String) {
    metrics = descriptors.compactMap { metric in metric.page.map { (metric, $0) } }
    pages = CounterPages(in: folder)
  }

  /// How long after its end an event may still be written.
  var eventAgeNanoseconds: Int {
    metrics.filter { $0.descriptor.events != nil }.compactMap(\.page.eventAgeNanoseconds).max() ?? 0
  }

  /// The totals, as often as one likes; nil where there is none.
  mutating func look() -> [String: Int?] {
    pages.refresh()
    return metrics.reduce(into: [:]) { values, metric in
      guard metric.descriptor.aggregation == .total else { return }
      values.updateValue(total(metric.descriptor, metric.page), forKey: metric.descriptor.name)
    }
  }

  /// The events since the last call.
  mutating func takeEvents() -> [TrialSeries.Event] {
    pages.takeEvents().map {
      TrialSeries.Event(
        kind: $0.kind, timeNanoseconds: $0.timeNanoseconds, durationNanoseconds: $0.durationNanoseconds,
        pid: $0.pid)
    }
  }

  /// Everything of which there are pages, or why there is not; maxima, means and percentiles are of the time since the last reading.
  mutating func read() -> [String: MetricValue] {
    pages.refresh()
    pages.beginReading()
    return metrics.reduce(into: [:]) { values, metric in
      guard pages.have(metric.page.kind) else { return }
      values[metric.descriptor.name] = value(metric.descriptor, metric.page)
    }
  }

  private mutating func value(_ metric: MetricDescriptor, _ page: MetricPage) -> MetricValue {
    if let reason = pages.reason(page.kind) { return .unavailable(reason) }
    let nothing = "nothing was measured since the last reading"
    switch metric.aggregation {
    case .total:
      return MetricValue(total(metric, page), orBecause: "a counter page of the app is broken (\(page.kind))")
    case .maximum:
      return MetricValue(pages.maximum(page.slot, of: page.kind), orBecause: nothing)
    case .mean:
      let growth = growth(of: metric, [page.slot, page.count ?? page.slot], page.kind)
      let mean = growth[1] > 0 ? (Double(growth[0]) / Double(growth[1])).rounded() : nil
      return mean.map { .value($0) } ?? .unavailable(nothing)
    case .percentile:
      guard let buckets = page.buckets else { return .unavailable("its descriptor has no buckets") }
      let slots = buckets.bounds.indices.map { page.slot + $0 } + [page.slot + buckets.bounds.count]
      let found = buckets.percentile(of: growth(of: metric, slots, page.kind))
      let longest = buckets.longest.flatMap { pages.maximum($0, of: page.kind) } ?? 0
      return MetricValue(found.map { longest > 0 ? min($0, longest) : $0 }, orBecause: nothing)
    }
  }

  private func total(_ metric: MetricDescriptor, _ page: MetricPage) -> Int? {
    pages.value(
      at: .init(kind: page.kind, slot: page.slot, less: page.less, isGauge: metric.kind == .gauge))
  }

  /// By how much each of a metric's slots has grown since the last reading.
  private mutating func growth(of metric: MetricDescriptor, _ slots: [Int], _ kind: String) -> [Int] {
    let totals = slots.map {
      pages.value(at: .init(kind: kind, slot: $0, less: nil, isGauge: false)) ?? 0
    }
    defer { last[metric.name] = totals }
    return zip(totals, last[metric.name] ?? totals.map { _ in 0 }).map { max(0, $0 - $1) }
  }
}

extension MetricPage.Buckets {
  /// The value that `percent` of what was counted does not exceed; nil without a count.
  ///
  /// Within a bucket values are taken as evenly spread, so the error is less than the bucket is wide; the last one tells its lower bound.
  func percentile(of counts: [Int]) -> Int? {
    let rank = Double(counts.reduce(0, +) * percent) / 100
    var below = 0
    for (index, count) in counts.enumerated() where count > 0 {
      if Double(below + count) >= rank {
        let lower = index == 0 ? 0 : bounds[index - 1]
        let upper = index < bounds.count ? bounds[index] : lower
        return lower + Int((Double(upper - lower) * (rank - Double(below)) / Double(count)).rounded())
      }
      below += count
    }
    return nil
  }
}
