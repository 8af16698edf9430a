import Foundation
import Orchestration
import Platform
import Synchronization

/// Ctrl-C and its relatives: the work is cancelled, and nothing that we started outlives us.
enum Interruption {
  /// Runs `body` in a task that SIGINT, SIGTERM or SIGHUP cancels. A second signal, or 2.5 s without an end, ends everything by force.
  /// Throws a `CancellationError` when a signal came and `body` has no value; otherwise what `body` throws.
  static func cancelling<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws
    -> (value: Value, wasInterrupted: Bool)
  {
    try ProcessTree.adoptOrphans()
    let task = Task { try await body() }
    let interruption = Once()
    let signals = TerminationSignals { _ in
      task.cancel()
      guard interruption.raise() else { endByForce() }
      DispatchQueue.global().asyncAfter(deadline: .now() + 2.5) { endByForce() }
    }
    defer { withExtendedLifetime(signals) {} }
    let result = await task.result
    ProcessTree.endDescendants(graceMilliseconds: 300)
    let wasInterrupted = interruption.isRaised
    do { return (try result.get(), wasInterrupted) } catch {
      throw wasInterrupted ? CancellationError() : error
    }
  }

  private static func endByForce() -> Never {
    ProcessTree.endDescendants(graceMilliseconds: 0)
    exit(ExitCode.interrupted.rawValue)
  }

  /// Whether a signal has come in.
  private final class Once: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }

    /// True for the first signal only.
    func raise() -> Bool {
      state.withLock { raised in
        defer { raised = true }
        return !raised
      }
    }
  }
}
