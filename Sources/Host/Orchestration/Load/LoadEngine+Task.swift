import HTTP
package import LoadEngine
package import Platform

extension LoadEngine {
  /// Runs a load on threads of its own, so that it occupies none of the task pool's; cancelling the task ends it with what it counted.
  package static func running(
    _ spec: LoadSpec, sending requests: [PreparedRequest], stop: StopFlag
  ) async throws -> LoadResult {
    try await onThread(stop) { try run(spec, sending: requests, stop: stop) }
  }

  /// The same with requests of several parts.
  static func running(
    _ spec: LoadSpec, sending requests: [PreparedRequest], parts: [Int], stop: StopFlag
  ) async throws -> LoadResult {
    try await onThread(stop) { try run(spec, sending: requests, parts: parts, stop: stop) }
  }

  /// The same with one request whose redirects are followed.
  static func running(
    _ spec: LoadSpec, following request: HTTPRequest, accepting statuses: ClosedRange<Int>, scheme: String,
    authority: String, stop: StopFlag
  ) async throws -> LoadResult {
    try await onThread(stop) {
      try run(
        spec, following: request, accepting: statuses, scheme: scheme, authority: authority, stop: stop)
    }
  }
}

extension LoadEngine {
  /// The same of event streams.
  static func running(
    _ spec: LoadSpec, streaming request: PreparedRequest, _ settings: EventStreamSettings, stop: StopFlag
  ) async throws -> LoadResult {
    try await onThread(stop) { try run(spec, streaming: request, settings, stop: stop) }
  }

  /// The same over WebSockets, which send messages, or without any only take what is pushed.
  static func running(
    _ spec: LoadSpec, sending messages: [PreparedMessage], areEchoed: Bool, stop: StopFlag
  ) async throws -> LoadResult {
    try await onThread(stop) {
      guard !messages.isEmpty else { return try run(spec, listening: stop) }
      return try run(spec, sending: messages, areEchoed: areEchoed, stop: stop)
    }
  }
}

extension LoadEngine {
  /// The same of users who carry out a program.
  package static func running(
    _ spec: LoadSpec, carryingOut program: Program, _ plan: SessionPlan, stop: StopFlag
  ) async throws -> LoadResult {
    try await onThread(stop) { try run(spec, carryingOut: program, plan, stop: stop) }
  }
}

extension HTTP2Driver {
  /// The same over HTTP/2.
  package static func running(_ spec: HTTP2Spec, stop: StopFlag) async throws -> LoadResult {
    try await onThread(stop) { try run(spec, stop: stop) }
  }
}

extension UnreadStreams {
  /// Asks for so many, on a thread of its own.
  static func asked(
    _ count: Int, of target: SocketAddress, request: [UInt8]
  ) async throws(SystemError) -> UnreadStreams {
    let outcome: Result<UnreadStreams, SystemError> = await withCheckedContinuation { continuation in
      do throws(SystemError) {
        try startThread("unread") {
          continuation.resume(
            returning: Result { () throws(SystemError) in
              try UnreadStreams(count, of: target, request: request)
            })
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    return try outcome.get()
  }
}

/// Drives on a thread of its own; cancelling the task raises `stop`.
func onThread<Result: Sendable>(
  _ stop: StopFlag, _ drive: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try startThread("load") { continuation.resume(with: Swift.Result { try drive() }) }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  } onCancel: {
    stop.raise()
  }
}
