import Dispatch
import Platform

/// Where the workers of a load meet before each slice of the window: their connections are open, nothing is under way.
final class StartingLine: Sendable {
  private let ready = DispatchSemaphore(value: 0)
  /// Each worker's: one that is quick must not take another's turn.
  private let open: [DispatchSemaphore]
  private let cancelled: StopFlag

  init(workers: Int) throws(SystemError) {
    open = (0..<workers).map { _ in DispatchSemaphore(value: 0) }
    cancelled = try StopFlag()
  }

  /// A worker says that it is ready for the next slice and waits; false when there will be none.
  func arrive(_ worker: Int) -> Bool {
    ready.signal()
    open[worker].wait()
    return !cancelled.isRaised
  }

  /// Lets the workers drive the slices of a load, each when it is the load's turn.
  func release(_ shape: LoadShape) {
    for slice in 0..<shape.slices {
      wait(for: open.count)
      if slice > 0 { shape.seat?.pass() }
      shape.seat?.take()
      letGo(open.count)
    }
  }

  private func wait(for count: Int) { for _ in 0..<count { ready.wait() } }

  private func letGo(_ count: Int) { for worker in open.prefix(count) { worker.signal() } }

  /// Sends the first `count` workers home.
  func cancel(_ count: Int) {
    cancelled.raise()
    wait(for: count)
    letGo(count)
  }
}
