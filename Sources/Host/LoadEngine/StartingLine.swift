import Dispatch
import Platform

/// Where the workers meet: their connections open, none has sent yet.
final class StartingLine: Sendable {
  private let ready = DispatchSemaphore(value: 0)
  private let open = DispatchSemaphore(value: 0)
  private let cancelled: StopFlag

  init() throws(SystemError) {
    cancelled = try StopFlag()
  }

  /// A worker says that it is ready and waits; false when the run will not take place.
  func arrive() -> Bool {
    ready.signal()
    open.wait()
    return !cancelled.isRaised
  }

  /// Waits for `count` workers and lets them go.
  func release(_ count: Int) {
    for _ in 0..<count { ready.wait() }
    for _ in 0..<count { open.signal() }
  }

  /// Sends `count` workers home.
  func cancel(_ count: Int) {
    cancelled.raise()
    release(count)
  }
}
