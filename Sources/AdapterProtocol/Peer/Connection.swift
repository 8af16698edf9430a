import Foundation
import JSON
import Synchronization

/// The host's side of the conversation with an adapter: requests with deadlines, and the adapter's notifications.
///
/// A thread reads; writes are serial. Text that is no message is harmless: it is counted, told of among the notifications, and the last of
/// it is part of a deadline's error. What was to be an answer and is none fails the request that waits at once (rule T9).
public final class Connection: Sendable {
  private struct Answer {
    let result: JSONValue
    let line: Data
  }

  private struct State {
    var nextID: Int64 = 1
    var pending: [Int64: (method: String, CheckedContinuation<Answer, any Error>)] = [:]
    /// Requests that nobody waits for any more, and that may yet be answered.
    var abandoned: Set<Int64> = []
    var isClosed = false
    var stray = StrayLines()
    var early = EarlyNotifications()
  }

  /// What is told before the first answer, until which nobody listens (rule T4).
  private struct EarlyNotifications {
    static let limit = 1 << 20
    var isOver = false
    var bytes = 0
    var leftOut = 0

    /// Whether there is room for what a line of so many bytes tells; what keeps it is counted with the line.
    mutating func hasRoom(for line: Int) -> Bool {
      bytes += line + 100
      if !isOver, bytes > Self.limit { leftOut += 1 }
      return isOver || bytes <= Self.limit
    }
  }

  /// What the adapter tells unasked, in order; ends with the connection. Of what it told before its first answer 1 MiB is kept.
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
  public var strayLines: StrayLines { state.withLock { $0.stray } }

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
          abandon(id, .deadline(method: method, seconds: seconds, strayLines) as ConnectionError)
        }
        do { try writing.withLock { _ in try output.write(contentsOf: line) } } catch {
          abandon(id, .closed(method: method, strayLines) as ConnectionError)
        }
      }
    } onCancel: {
      abandon(id, CancellationError())
    }
    let response: Request.Response
    do { response = try answer.result.decode(as: Request.Response.self) } catch {
      throw bad(answer.line, method, "\(error)")
    }
    if let problem = request.problem(with: response) { throw bad(answer.line, method, problem) }
    return response
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
    if !isOpen { continuation.resume(throwing: ConnectionError.closed(method: method, strayLines)) }
    if isOpen, Task.isCancelled { abandon(id, CancellationError()) }
    return isOpen
  }

  /// Waits for the answer to `id` no longer; nothing when it is there.
  private func abandon(_ id: Int64, _ error: any Error) {
    let waiting = state.withLock { state in
      let waiting = state.pending.removeValue(forKey: id)
      if waiting != nil { state.abandoned.insert(id) }
      return waiting
    }
    waiting?.1.resume(throwing: error)
  }

  /// Fails whoever waits, each with an error of its method; false when nobody does.
  @discardableResult private func failAll(_ error: (_ method: String) -> any Error) -> Bool {
    let waiting = state.withLock { state in
      defer { state.pending = [:] }
      state.abandoned.formUnion(state.pending.keys)
      return state.pending.values
    }
    for (method, continuation) in waiting { continuation.resume(throwing: error(method)) }
    return !waiting.isEmpty
  }

  private func readAll() {
    if let rest = LineReader(descriptor: input.fileDescriptor).forEachLine(take) { stray(rest) }
    state.withLock { $0.isClosed = true }
    failAll { .closed(method: $0, strayLines) as ConnectionError }
    notify.finish()
  }

  private func take(_ line: Data) {
    do {
      switch try Envelope(line: line) {
      case .response(let id, let result): answer(id, .success(Answer(result: result, line: line)), line)
      case .failure(.null, let error):
        if !failAll({ _ in error }) { stray(line) }  // it could not read what it was asked
      case .failure(let id, let error): answer(id, .failure(error), line)
      case .notification(let method, let params):
        if !takeNotification(method, params, line) { stray(line) }
      case .request: refuse(line, "it is a request")
      }
    } catch {
      let id = (error as? MalformedAnswer)?.id
      if isLate(id) { return }
      if id != nil || wasMeantForUs(line) { refuse(line, "\(error)") } else { stray(line) }
    }
  }

  /// Answers whoever waits for `id`. One that is neither waited for nor late is wrong.
  private func answer(_ id: JSONValue, _ result: Result<Answer, any Error>, _ line: Data) {
    endEarlyNotifications()
    let waiting = id.integer.flatMap { id in state.withLock { $0.pending.removeValue(forKey: id) } }
    if let waiting {
      waiting.1.resume(with: result)
    } else if !isLate(id) {
      refuse(line, "its id is \(JSONText.compact(id)), which is not that of the request")
    }
  }

  /// Whether this answers a request that was given up, which happens once.
  private func isLate(_ id: JSONValue?) -> Bool {
    id?.integer.flatMap { id in state.withLock { $0.abandoned.remove(id) } } != nil
  }

  /// Fails the request that waits, since the host asks one thing at a time (rule T4); without one the line is stray.
  private func refuse(_ line: Data, _ problem: String) {
    if !failAll({ method in bad(line, method, problem) }) { stray(line) }
  }

  /// Whether a line that is no message was to be one: it says so, is the first of a message on several lines, or is too long for
  /// anything else.
  private func wasMeantForUs(_ line: Data) -> Bool {
    line.count > LineFramer.maximumBytes || line.range(of: Data(#""jsonrpc""#.utf8)) != nil
      || ["{", "["].contains(String(decoding: line.prefix(80), as: UTF8.self).filter { !$0.isWhitespace })
  }

  private func bad(_ line: Data, _ method: String, _ problem: String) -> ConnectionError {
    .badAnswer(method: method, problem: problem, line: Self.beginning(of: line))
  }

  private func stray(_ line: Data) {
    let beginning = Self.beginning(of: line)
    state.withLock {
      $0.stray.count += 1
      $0.stray.last = beginning
    }
    tell(.strayLine(beginning), beginning.utf8.count)
  }

  /// Hands on what a line of so many bytes has told, if there is room for it.
  private func tell(_ notification: AdapterNotification, _ bytes: Int) {
    if state.withLock({ $0.early.hasRoom(for: bytes) }) { notify.yield(notification) }
  }

  private func endEarlyNotifications() {
    let leftOut = state.withLock { state in
      defer { state.early.leftOut = 0 }
      state.early.isOver = true
      return state.early.leftOut
    }
    guard leftOut > 0 else { return }
    let message = "\(leftOut) of its notifications before its first answer were left out"
    notify.yield(.log(LogNotification(level: .warning, message: message)))
  }

  /// As much of a line as an error message has room for.
  private static func beginning(of line: Data) -> String {
    let limit = 200
    return String(decoding: line.prefix(limit), as: UTF8.self) + (line.count > limit ? "…" : "")
  }

  /// False for a notification that we know, in another form than we know; unknown ones are ignored (rule T6).
  private func takeNotification(_ method: String, _ params: JSONValue, _ line: Data) -> Bool {
    func take<Message: NotificationMessage>(
      _ type: Message.Type, _ notification: (Message) -> AdapterNotification
    ) -> Bool {
      guard let message = try? params.decode(as: type) else { return false }
      tell(notification(message), line.count)
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

extension JSONValue {
  /// The whole number that it is.
  fileprivate var integer: Int64? { try? decode(as: Int64.self) }
}
