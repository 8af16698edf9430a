import Foundation
import Orchestration
import Platform
import Synchronization

/// Ctrl-C and its relatives: the work is cancelled, and nothing that we started outlives us.
enum Interruption {
  /// Runs `body` in a task that SIGINT, SIGTERM or SIGHUP cancels. A second signal, or 2.5 s without an end, ends everything by force.
  /// After a signal the exit code tells of it, whatever `body` says. Throws a `CancellationError` when a signal came and `body` says
  /// nothing; otherwise what `body` throws.
  static func cancelling(_ body: @escaping @Sendable () async throws -> Outcome) async throws -> Outcome {
    try ProcessTree.adoptOrphans()
    let interruption = Watch()
    // Before the work begins, which may start something at once.
    let signals = TerminationSignals { _ in
      guard interruption.raise() else { endByForce() }
      DispatchQueue.global().asyncAfter(deadline: .now() + 2.5) { endByForce() }
    }
    defer { withExtendedLifetime(signals) {} }
    let task = Task { try await body() }
    interruption.watch(task)
    let result = await task.result
    ProcessTree.endDescendants(graceMilliseconds: 300)
    // No pair of a generic value and a flag: optimised, Swift 6.3.1 returned an exit code of what was in memory.
    guard interruption.isRaised else { return try result.get() }
    guard case .success(var outcome) = result else { throw CancellationError() }
    outcome.exitCode = .interrupted
    return outcome
  }

  private static func endByForce() -> Never {
    ProcessTree.endDescendants(graceMilliseconds: 0)
    exit(ExitCode.interrupted.rawValue)
  }

  /// The work, and whether a signal has come in.
  private final class Watch: Sendable {
    private let state = Mutex<(isRaised: Bool, task: Task<Outcome, any Error>?)>((false, nil))

    var isRaised: Bool { state.withLock { $0.isRaised } }

    /// The work that signals cancel, those before it included.
    func watch(_ task: Task<Outcome, any Error>) {
      state.withLock { state in
        state.task = task
        if state.isRaised { task.cancel() }
      }
    }

    /// Cancels the work; true for the first signal only.
    func raise() -> Bool {
      state.withLock { state in
        state.task?.cancel()
        defer { state.isRaised = true }
        return !state.isRaised
      }
    }
  }
}
