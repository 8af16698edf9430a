import LoadEngine
import Record
import Statistics
import Synchronization

/// Puts the workers' intervals together, and tells of each second once all workers have.
final class SecondCollector: Sendable {
  private let workers: Int
  private let tell: @Sendable (LoadSecond) -> Void
  private let open = Mutex<[Int: [LoadInterval]]>([:])

  init(workers: Int, tell: @escaping @Sendable (LoadSecond) -> Void) {
    self.workers = workers
    self.tell = tell
  }

  func take(_ interval: LoadInterval) {
    let complete: [LoadInterval]? = open.withLock { open in
      open[interval.number, default: []].append(interval)
      return open[interval.number]?.count == workers ? open.removeValue(forKey: interval.number) : nil
    }
    guard let complete else { return }
    var latency = Histogram()
    for part in complete { latency.merge(part.latency) }
    let end = complete.map { $0.startNanoseconds + $0.lengthNanoseconds }.max() ?? 0
    tell(
      LoadSecond(
        end: Double(end) / 1e9, length: Double(complete.map(\.lengthNanoseconds).max() ?? 0) / 1e9,
        sent: complete.map(\.sent).reduce(0, +), answered: complete.map(\.answered).reduce(0, +),
        errors: complete.map(\.errors).reduce(0, +), latency: latency))
  }
}
