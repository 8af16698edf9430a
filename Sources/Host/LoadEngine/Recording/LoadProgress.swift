import Synchronization

/// How far a load is, for a thread beside it: workers write it once in each turn of their loops, plain stores of their own numbers.
package final class LoadProgress: Sendable {
  /// What one worker tells.
  final class Part: Sendable {
    private let count = Atomic<Int>(0)

    /// The requests that it has got an answer to.
    var answered: Int {
      get { count.load(ordering: .relaxed) }
      set { count.store(newValue, ordering: .relaxed) }
    }
  }

  let parts: [Part]
  private let start = Atomic<UInt64>(0)
  private let over = Atomic<Bool>(false)

  /// For a load on so many processors; 0: on any.
  package init(processors: Int) { parts = (0..<max(1, processors)).map { _ in Part() } }

  /// When the window began, on CLOCK_MONOTONIC; nil before it did.
  package var windowStartNanoseconds: UInt64? {
    let start = start.load(ordering: .relaxed)
    return start == 0 ? nil : start
  }

  /// Requests answered until now.
  package var answered: Int { parts.reduce(0) { $0 + $1.answered } }

  /// Whether the load is over, with a window or without one.
  package var isOver: Bool { over.load(ordering: .relaxed) }

  func beginWindow(at nanoseconds: UInt64) { start.store(nanoseconds, ordering: .relaxed) }

  /// Says that the load is over.
  package func end() { over.store(true, ordering: .relaxed) }
}
