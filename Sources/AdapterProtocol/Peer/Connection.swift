import Foundation
import JSON
import Synchronization

/// Why an adapter gave no answer at all.
public enum ConnectionError: Error, Equatable, CustomStringConvertible {
  /// It did not answer in time.
  case deadline(method: String, seconds: Double)
  /// It closed its output, or its input could not be written to.
  case closed(method: String)
  /// Its answer has another form than the specification says; `line` is its beginning.
  case badAnswer(method: String, problem: String, line: String)

  /// In words, for an error message.
  public var description: String {
    switch self {
    case .deadline(let method, let seconds): "no answer to \(method) within \(seconds) s"
    case .closed(let method): "the connection ended before \(method) was answered"
    case .badAnswer(let method, let problem, let line):
      "the answer to \(method) is not what the protocol says: \(problem); it begins with `\(line)`"
    }
  }
}

/// The host's side of the conversation with an adapter: requests with deadlines, and the adapter's notifications.
///
/// A thread reads; writes are serial. Text that is no message is harmless: it is counted, and told of among the notifications. What
/// looks like a message and is none fails the request that waits.
public final class Connection: Sendable {
  private struct Answer {
    let result: JSONValue
    let line: Data
  }

  private struct State {
    var nextID: Int64 = 1
    var pending: [Int64: (method: String, CheckedContinuation<Answer, any Error>)] = [:]
    var isClosed = false
    var strayLines = 0
  }

  /// What the adapter tells unasked, in order; ends with the connection.
  public let notifications: AsyncStream<AdapterNotification>
  private let notify: AsyncStream<AdapterNotification>.Continuation
  private let input: FileHandle
  private let output: FileHandle
  private let state = Mutex(State())
  private let writing = Mutex(())

  /// Talks over two open descriptors, which the connection owns from now on.
  public init(readingFrom input: Int32, writingTo output: Int32) {
    self.input = FileHandle(fileDescriptor: input, closeOnDealloc: true)
    self.output = FileHandle(fileDescriptor: output, closeOnDealloc: true)
    (notifications, notify) = AsyncStream.makeStream()
    Thread { [self] in readAll() }.start()
  }

  /// Lines that were no messages.
  public var strayLines: Int { state.withLock { $0.strayLines } }

  /// Asks, and waits for the answer: throws the adapter's `ProtocolError`, a `ConnectionError`, or `CancellationError`.
  public func call<Request: RequestMessage>(_ request: Request, deadline: Duration) async throws
    -> Request.Response
  {
    let method = Request.method
    let id = state.withLock { state in
      defer { state.nextID += 1 }
      return state.nextID
    }
    let line = try Envelope.request(id: .integer(id), method: method, params: JSONValue(encoding: request))
      .line()
    let answer = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard register(id, method, continuation) else { return }
        let seconds = deadline / .seconds(1)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [self] in
          finish(id, with: .failure(ConnectionError.deadline(method: method, seconds: seconds)))
        }
        do { try writing.withLock { _ in try output.write(contentsOf: line) } } catch {
          finish(id, with: .failure(ConnectionError.closed(method: method)))
        }
      }
    } onCancel: {
      finish(id, with: .failure(CancellationError()))
    }
    do { return try answer.result.decode(as: Request.Response.self) } catch {
      throw ConnectionError.badAnswer(
        method: method, problem: "\(error)", line: Self.beginning(of: answer.line))
    }
  }

  /// Closes the adapter's input, which tells it to end.
  public func close() { try? output.close() }

  /// Notes who waits for the answer; refuses at once when the connection is closed or the task cancelled.
  private func register(
    _ id: Int64, _ method: String, _ continuation: CheckedContinuation<Answer, any Error>
  ) -> Bool {
    let isOpen = state.withLock { state in
      if !state.isClosed { state.pending[id] = (method, continuation) }
      return !state.isClosed
    }
    if !isOpen { continuation.resume(throwing: ConnectionError.closed(method: method)) }
    if isOpen, Task.isCancelled { finish(id, with: .failure(CancellationError())) }
    return isOpen
  }

  /// Answers whoever waits for `id`; a second answer finds nobody.
  private func finish(_ id: Int64, with result: Result<Answer, any Error>) {
    state.withLock { $0.pending.removeValue(forKey: id) }?.1.resume(with: result)
  }

  /// Fails whoever waits, each with an error of its method; false when nobody does.
  @discardableResult private func failAll(_ error: (_ method: String) -> any Error) -> Bool {
    let waiting = state.withLock { state in
      defer { state.pending = [:] }
      return state.pending.values
    }
    for (method, continuation) in waiting { continuation.resume(throwing: error(method)) }
    return !waiting.isEmpty
  }

  private func readAll() {
    LineReader(descriptor: input.fileDescriptor).forEachLine(take)
    state.withLock { $0.isClosed = true }
    failAll { .closed(method: $0) as ConnectionError }
    notify.finish()
  }

  private func take(_ line: Data) {
    switch Result(catching: { try Envelope(line: line) }) {
    case .success(.response(.integer(let id), let result)):
      finish(id, with: .success(Answer(result: result, line: line)))
    case .success(.failure(.integer(let id), let error)): finish(id, with: .failure(error))
    case .success(.failure(.null, let error)):
      if !failAll({ _ in error }) { stray(line) }  // it could not read what it was asked
    case .success(.notification(let method, let params)):
      if !takeNotification(method, params) { stray(line) }
    case .success: stray(line)
    case .failure(let error): if !isRefused(line, error) { stray(line) }
    }
  }

  /// Whether a line that is no message was to be an answer, and somebody waited for it: the host asks one thing at a time (rule T4).
  private func isRefused(_ line: Data, _ error: any Error) -> Bool {
    guard line.first == UInt8(ascii: "{"), line.range(of: Data(#""jsonrpc""#.utf8)) != nil else {
      return false
    }
    return failAll { method in
      ConnectionError.badAnswer(method: method, problem: "\(error)", line: Self.beginning(of: line))
    }
  }

  private func stray(_ line: Data) {
    state.withLock { $0.strayLines += 1 }
    notify.yield(.strayLine(Self.beginning(of: line)))
  }

  /// As much of a line as an error message has room for.
  private static func beginning(of line: Data) -> String {
    let limit = 200
    return String(decoding: line.prefix(limit), as: UTF8.self) + (line.count > limit ? "…" : "")
  }

  /// False for a notification that we know, in another form than we know; unknown ones are ignored (rule T6).
  private func takeNotification(_ method: String, _ params: JSONValue) -> Bool {
    func take<Message: NotificationMessage>(
      _ type: Message.Type, _ notification: (Message) -> AdapterNotification
    ) -> Bool {
      guard let message = try? params.decode(as: type) else { return false }
      notify.yield(notification(message))
      return true
    }
    return switch method {
    case LogNotification.method: take(LogNotification.self) { .log($0) }
    case ProgressNotification.method: take(ProgressNotification.self) { .progress($0) }
    case AppExitedNotification.method: take(AppExitedNotification.self) { .appExited($0) }
    default: true
    }
  }
}
