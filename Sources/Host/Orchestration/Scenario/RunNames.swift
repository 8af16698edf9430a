import Foundation
import Synchronization

/// Names for runs of users' loads, each once: what users made in one before may still be there.
///
/// They have the same length within a load, so that requests do not differ in theirs.
final class RunNames: Sendable {
  private let prefix: String
  private let count = Atomic(0)

  /// Names that begin with the time of day.
  init() { prefix = "r" + String(UInt64(Date().timeIntervalSince1970 * 1000), radix: 36) }

  /// The next name.
  func next() -> String {
    let number = String(count.wrappingAdd(1, ordering: .relaxed).newValue, radix: 36)
    return prefix + String(repeating: "0", count: max(0, 4 - number.count)) + number
  }
}
