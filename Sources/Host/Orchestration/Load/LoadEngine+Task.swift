package import LoadEngine
package import Platform

extension LoadEngine {
  /// Runs a load on threads of its own, so that it occupies none of the task pool's; cancelling the task ends it with what it counted.
  package static func running(_ spec: LoadSpec, stop: StopFlag) async throws -> LoadResult {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        do {
          try startThread("load") { continuation.resume(with: Result { try run(spec, stop: stop) }) }
        } catch {
          continuation.resume(throwing: error)
        }
      }
    } onCancel: {
      stop.raise()
    }
  }
}
