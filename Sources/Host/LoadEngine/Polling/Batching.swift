import Platform

/// How many answers a worker lets come together before it looks at them, which saves wake-ups and delays the next requests of a
/// closed loop: a setting that results disclose. Only io_uring can.
package struct Batching: Equatable, Sendable {
  /// So many answers at the most, and no more than half of what is under way, so that the server always has the other half.
  package var answers: Int
  /// For so long at the most.
  package var wait: Duration
  /// Whether it is given up for a while where so many answers do not come in that time: then a server that is not busy waits for us
  /// next to never.
  package var isAdaptive: Bool

  /// Up to `answers` answers, for `wait` at the longest.
  package init(answers: Int, wait: Duration = .microseconds(100), isAdaptive: Bool = false) {
    precondition(answers > 1, "a batch is more than one")
    self.answers = answers
    self.wait = wait
    self.isAdaptive = isAdaptive
  }

  /// What a load gets that does not ask: batches only in a closed loop with many connections, since they would delay due requests,
  /// and the latencies of few connections.
  package static func automatic(for shape: LoadShape) -> Batching? {
    guard shape.pacing == .closed, shape.connections / shape.workerCount >= 32 else { return nil }
    return Batching(answers: 16, isAdaptive: true)
  }

  /// For the name of a poller.
  var description: String {
    "batches of up to \(answers) for up to \(Int(wait / .microseconds(1))) µs\(isAdaptive ? " where answers come that fast" : "")"
  }
}

/// Decides before which waits answers are let come together.
struct BatchingState {
  private static let longestPause = 4096
  private let answers: Int
  private let waitNanoseconds: UInt64
  private let isAdaptive: Bool
  /// Waits without batches after the next one that fails, and those of them that are left.
  private var pause = 16
  private var left = 0

  init(_ batching: Batching) {
    answers = batching.answers
    waitNanoseconds = batching.wait.wholeNanoseconds
    isAdaptive = batching.isAdaptive
  }

  /// How many answers to wait for and how long; nil to take them as they come. `outstanding` ones are under way, and nothing else is
  /// to be done for `nanoseconds`.
  mutating func next(outstanding: Int, nanoseconds: UInt64) -> (answers: Int, nanoseconds: UInt64)? {
    guard outstanding > 3, nanoseconds > 0 else { return nil }
    guard left == 0 else {
      left &-= 1
      return nil
    }
    return (min(answers, outstanding / 2), min(nanoseconds, waitNanoseconds))
  }

  /// Learns from the last batch: pauses double while batches fail, and shrink again when they do not.
  mutating func note(came: Int, of wanted: Int) {
    guard isAdaptive else { return }
    if came < wanted {
      left = pause
      pause = min(2 &* pause, Self.longestPause)
    } else {
      pause = max(16, pause / 2)
    }
  }
}
