/// A step that failed.
package struct SessionFailure: Equatable, Sendable {
  /// So many are kept of each worker at the most; all are counted.
  static let most = 10_000

  /// When, on CLOCK_MONOTONIC.
  package let nanoseconds: UInt64
  /// The number of its user among all, and of the request among those of the user's, from 1 on; 0: before the first.
  package let user: Int
  package let request: Int
  /// Its number in the program.
  package let step: Int
  package let kind: ErrorLedger.Kind
  /// What the answer had; nil: there was none.
  package let status: Int?
}
