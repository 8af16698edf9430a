import Synchronization

/// How far a load is, for a thread beside it: workers add to it once in each turn of their loops.
package final class LoadProgress: Sendable {
  /// What a worker tells it with.
  struct Teller: ~Copyable {
    private let progress: LoadProgress?
    private var told = (answered: 0, open: 0)

    /// Tells nobody if there is nobody to tell.
    init(_ progress: LoadProgress?) { self.progress = progress }

    /// So many of the worker's requests have been answered, and so many of its streams are open.
    mutating func tell(_ answered: Int, open: Int) {
      guard let progress, (answered, open) != told else { return }
      progress.count.add(answered &- told.answered, ordering: .relaxed)
      progress.open.add(open &- told.open, ordering: .relaxed)
      told = (answered, open)
    }
  }

  private let count = Atomic<Int>(0)
  private let open = Atomic<Int>(0)
  private let start = Atomic<UInt64>(0)
  private let over = Atomic<Bool>(false)
  private let look = Mutex<(@Sendable () -> Void)?>(nil)

  /// For a load that has not begun.
  package init() {}

  /// When the window began, on CLOCK_MONOTONIC; nil before it did.
  package var windowStartNanoseconds: UInt64? {
    let start = start.load(ordering: .relaxed)
    return start == 0 ? nil : start
  }

  /// Requests answered until now.
  package var answered: Int { count.load(ordering: .relaxed) }

  /// Streams without an end that are open now; before the window, connections.
  package var openStreams: Int { open.load(ordering: .relaxed) }

  /// Whether the load is over, with a window or without one.
  package var isOver: Bool { over.load(ordering: .relaxed) }

  /// Has `look` called by each thread of the load when its requests are through and its connections are still open: what the server keeps
  /// for a connection, such as a thread, goes with it.
  package func beforeClosing(_ look: @escaping @Sendable () -> Void) { self.look.withLock { $0 = look } }

  func willClose() { look.withLock { $0 }?() }

  func beginWindow(at nanoseconds: UInt64) { start.store(nanoseconds, ordering: .relaxed) }

  /// Says that the load is over.
  package func end() { over.store(true, ordering: .relaxed) }
}
