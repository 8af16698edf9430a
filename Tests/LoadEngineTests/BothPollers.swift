import Testing

@testable import LoadEngine

/// Runs every test of a suite once with each poller: what the engine does must not depend on it.
struct BothPollers: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
  ) async throws {
    for poller in [PollerChoice.epoll, .uring] {
      try await Load.$poller.withValue(poller) { try await body() }
    }
  }
}

extension Trait where Self == BothPollers {
  static var bothPollers: Self { BothPollers() }
}
