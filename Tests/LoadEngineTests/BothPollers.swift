import Testing

@testable import LoadEngine

/// Runs every test of a suite with each poller, and with answers in batches: what the engine counts must not depend on it.
struct BothPollers: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    for (poller, batching) in [(PollerChoice.epoll, nil), (.uring, nil), (.uring, Batching(answers: 8))] {
      try await Load.$poller.withValue(poller) {
        try await Load.$batching.withValue(batching) { try await body() }
      }
    }
  }
}

extension Trait where Self == BothPollers {
  static var bothPollers: Self { BothPollers() }
}
