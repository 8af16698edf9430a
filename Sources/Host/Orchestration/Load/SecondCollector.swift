import LoadEngine
import Record
import Statistics
import Synchronization

/// Puts the workers' intervals together, and tells of each second once all workers that go on have; together they are the whole load.
final class SecondCollector: Sendable {
  private struct State {
    var open: [Int: [LoadInterval]] = [:]
    /// The last interval of each worker that has ended.
    var ends: [Int] = []
    /// The next interval to tell of.
    var next = 0
  }

  private let workers: Int
  private let tell: @Sendable (LoadSecond) -> Void
  private let state = Mutex(State())

  init(workers: Int, tell: @escaping @Sendable (LoadSecond) -> Void) {
    self.workers = workers
    self.tell = tell
  }

  func take(_ interval: LoadInterval) {
    let complete: [[LoadInterval]] = state.withLock { state in
      state.open[interval.number, default: []].append(interval)
      if interval.isLast { state.ends.append(interval.number) }
      var complete: [[LoadInterval]] = []
      while let parts = state.open[state.next],
        parts.count + state.ends.count(where: { [next = state.next] in $0 < next }) == workers
      {
        state.open[state.next] = nil
        state.next += 1
        complete.append(parts)
      }
      return complete
    }
    for parts in complete where !parts.allSatisfy(\.isIdleEnd) { tell(LoadSecond(parts)) }
  }
}

extension LoadInterval {
  /// Whether it is what was left after the window, and there was nothing left.
  fileprivate var isIdleEnd: Bool { isLast && sent == 0 && answered == 0 && errors == 0 && items ?? 0 == 0 }
}

extension LoadSecond {
  /// What all workers did in the same interval.
  fileprivate init(_ parts: [LoadInterval]) {
    var latency = Histogram()
    for part in parts { latency.merge(part.latency) }
    let end = parts.map { $0.startNanoseconds + $0.lengthNanoseconds }.max() ?? 0
    self.init(
      end: Double(end) / 1e9, length: Double(parts.map(\.lengthNanoseconds).max() ?? 0) / 1e9,
      sent: parts.map(\.sent).reduce(0, +), answered: parts.map(\.answered).reduce(0, +),
      errors: parts.map(\.errors).reduce(0, +),
      items: Self.sum(parts.map(\.items)), users: Self.sum(parts.map { $0.sessions?.users }),
      flows: Self.sum(parts.map { $0.sessions?.flows }), latency: latency)
  }

  /// nil: there is nothing of the kind.
  private static func sum(_ counts: [Int?]) -> Int? {
    counts.contains(nil) ? nil : counts.compactMap(\.self).reduce(0, +)
  }
}
