import Foundation
import JSON
import Synchronization

/// Why an adapter gave no answer at all.
public enum ConnectionError: Error, Equatable, CustomStringConvertible {
  /// It did not answer in time.
  case deadline(method: String, seconds: Double)
  /// It closed its output, or its input could not be written to.
  case closed(method: String)
  /// Its answer has another form than the specification says.
  case badAnswer(method: String, problem: String)

  /// In words, for an error message.
  public var description: String {
    switch self {
    case .deadline(let method, let seconds): "no answer to \(method) within \(seconds) s"
    case .closed(let method): "the connection ended before \(method) was answered"
    case .badAnswer(let method, let problem):
      "the answer to \(method) is not what the protocol says: \(problem)"
    }
  }
}

/// The host's side of the conversation with an adapter: requests with deadlines, and the adapter's notifications.
///
/// A thread reads; writes are serial. Text that is no message is harmless: it is counted and dropped.
public final class Connection: Sendable {
  private struct State {
    var nextID: Int64 = 1
    var pending: [Int64: (method: String, CheckedContinuation<JSONValue, any Error>)] = [:]
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
    let result = try await withTaskCancellationHandler {
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
    do { return try result.decode(as: Request.Response.self) } catch {
      throw ConnectionError.badAnswer(method: method, problem: "\(error)")
    }
  }

  /// Closes the adapter's input, which tells it to end.
  public func close() { try? output.close() }

  /// Notes who waits for the answer; refuses at once when the connection is closed or the task cancelled.
  private func register(
    _ id: Int64, _ method: String, _ continuation: CheckedContinuation<JSONValue, any Error>
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
  private func finish(_ id: Int64, with result: Result<JSONValue, any Error>) {
    state.withLock { $0.pending.removeValue(forKey: id) }?.1.resume(with: result)
  }

  private func readAll() {
    LineReader(descriptor: input.fileDescriptor).forEachLine(take)
    let waiting = state.withLock { state in
      state.isClosed = true
      defer { state.pending = [:] }
      return state.pending.values
    }
    for (method, continuation) in waiting {
      continuation.resume(throwing: ConnectionError.closed(method: method))
    }
    notify.finish()
  }

  private func take(_ line: Data) {
    switch try? Envelope(line: line) {
    case .response(.integer(let id), let result): finish(id, with: .success(result))
    case .failure(.integer(let id), let error): finish(id, with: .failure(error))
    case .notification(let method, let params): takeNotification(method, params)
    default: state.withLock { $0.strayLines += 1 }
    }
  }

  private func takeNotification(_ method: String, _ params: JSONValue) {
    let notification: AdapterNotification? =
      switch method {
      case LogNotification.method: (try? params.decode(as: LogNotification.self)).map { .log($0) }
      case ProgressNotification.method:
        (try? params.decode(as: ProgressNotification.self)).map { .progress($0) }
      case AppExitedNotification.method:
        (try? params.decode(as: AppExitedNotification.self)).map { .appExited($0) }
      default: nil
      }
    if let notification { notify.yield(notification) }
  }
}
