import Foundation
import Orchestration
import Synchronization

/// A clock that only moves when it is told to.
final class FakeClock: RunClock {
  private let now = Mutex<UInt64>(1_000_000_000)

  var nanoseconds: UInt64 { now.withLock { $0 } }
  var date: Date { Date(timeIntervalSince1970: Double(nanoseconds) / 1e9) }

  func pass(_ seconds: Double) { now.withLock { $0 += UInt64((seconds * 1e9).rounded()) } }
}
