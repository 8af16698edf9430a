import Dispatch
import Platform

/// Where the workers of a load meet before each slice of the window: their connections are open, nothing is under way.
final class StartingLine: Sendable {
  private let ready = DispatchSemaphore(value: 0)
  private let open = DispatchSemaphore(value: 0)
  private let cancelled: StopFlag

  init() throws(SystemError) {
    cancelled = try StopFlag()
  }

  /// A worker says that it is ready for the next slice and waits; false when there will be none.
  func arrive() -> Bool {
    ready.signal()
    open.wait()
    return !cancelled.isRaised
  }

  /// Lets `count` workers drive the slices of a load, each when it is the load's turn.
  func release(_ count: Int, _ shape: LoadShape) {
    for slice in 0..<shape.slices {
      wait(for: count)
      if slice > 0 { shape.seat?.pass() }
      shape.seat?.take()
      letGo(count)
    }
  }

  private func wait(for count: Int) { for _ in 0..<count { ready.wait() } }

  private func letGo(_ count: Int) { for _ in 0..<count { open.signal() } }

  /// Sends `count` workers home.
  func cancel(_ count: Int) {
    cancelled.raise()
    wait(for: count)
    letGo(count)
  }
}
