import Foundation
import JSON
import Synchronization

/// The adapter's side of the conversation: answers requests one at a time, in order.
///
///     let server = AdapterServer(readingFrom: 0, writingTo: 1)
///     server.answer(AppStopRequest.self) { request in … }
///     server.serve()
///
/// The adapters in this repository have servers in their own languages; this one is for an adapter written in Swift, and for tests.
public final class AdapterServer: Sendable {
  private typealias Answer = @Sendable (JSONValue) throws -> JSONValue

  private let input: FileHandle
  private let output: FileHandle
  private let answers = Mutex<[String: Answer]>([:])
  private let writing = Mutex(())

  /// Talks over two open descriptors, which the server owns from now on.
  public init(readingFrom input: Int32, writingTo output: Int32) {
    self.input = FileHandle(fileDescriptor: input, closeOnDealloc: true)
    self.output = FileHandle(fileDescriptor: output, closeOnDealloc: true)
  }

  /// Says how requests of a type are answered; a `ProtocolError` that is thrown is the answer, any other error an `internalError`.
  public func answer<Request: RequestMessage>(
    _ type: Request.Type, _ body: @escaping @Sendable (Request) throws -> Request.Response
  ) {
    let answer: Answer = { params in
      let request: Request
      do { request = try params.decode(as: type) } catch {
        throw ProtocolError(.invalidParams, "wrong parameters of \(type.method): \(error)")
      }
      return try JSONValue(encoding: body(request))
    }
    answers.withLock { $0[type.method] = answer }
  }

  /// Tells the host something unasked.
  public func notify<Message: NotificationMessage>(_ message: Message) throws {
    try write(.notification(method: Message.method, params: JSONValue(encoding: message)))
  }

  /// Serves until the end of input, on the calling thread.
  public func serve() {
    _ = LineReader(descriptor: input.fileDescriptor).forEachLine { line in
      if let reply = reply(to: line) { try? write(reply) }  // a host that is gone needs no answer
    }
  }

  /// The answer to a line; nil where none is due (rule T6).
  private func reply(to line: Data) -> Envelope? {
    var id = JSONValue.null
    do {
      guard case .request(let identity, let method, let params) = try Envelope(line: line) else { return nil }
      id = identity
      guard let answer = answers.withLock({ $0[method] }) else {
        throw ProtocolError(.methodNotFound, "unknown method \(method)")
      }
      return .response(id: id, result: try answer(params))
    } catch is MalformedAnswer {
      return nil
    } catch let error as ProtocolError {
      return .failure(id: id, error)
    } catch {
      return .failure(id: id, ProtocolError(.internalError, "\(error)"))
    }
  }

  private func write(_ message: Envelope) throws {
    let line = try message.line()
    try writing.withLock { _ in try output.write(contentsOf: line) }
  }
}
