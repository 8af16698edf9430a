package import LoadEngine
package import Platform

extension LoadEngine {
  /// Runs a load on threads of its own, so that it occupies none of the task pool's; cancelling the task ends it with what it counted.
  package static func running(
    _ spec: LoadSpec, sending requests: [PreparedRequest], stop: StopFlag
  ) async throws -> LoadResult {
    try await onThread(stop) { try run(spec, sending: requests, stop: stop) }
  }
}

extension HTTP2Driver {
  /// The same over HTTP/2.
  package static func running(_ spec: HTTP2Spec, stop: StopFlag) async throws -> LoadResult {
    try await onThread(stop) { try run(spec, stop: stop) }
  }
}

private func onThread(
  _ stop: StopFlag, _ drive: @escaping @Sendable () throws -> LoadResult
) async throws -> LoadResult {
  try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try startThread("load") { continuation.resume(with: Result { try drive() }) }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  } onCancel: {
    stop.raise()
  }
}
