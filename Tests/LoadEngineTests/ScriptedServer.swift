import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing

@testable import LoadEngine

/// A loopback server that answers each request as its script says; a thread for each connection.
final class ScriptedServer: Sendable {
  /// A request as the server read it.
  struct Request: Sendable {
    let connection: Int
    /// Its place among the requests of its connection.
    let index: Int
    let path: String
    let head: String
    let body: [UInt8]

    /// The value of a field; nil: there is none.
    func field(_ name: String) -> String? {
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
        .map { String($0.dropFirst(name.count + 2)) }
    }

    /// The Host field.
    var host: String { field("host") ?? "" }
  }

  enum Step: Sendable {
    case send(String)
    case sendBytes([UInt8])
    /// One byte per packet.
    case dribble(String)
    case dribbleBytes([UInt8])
    /// Again and again, for so long.
    case flood(String, milliseconds: Int)
    /// The server takes its time.
    case work(milliseconds: Int32)
    case close
    /// Sends no more, but reads on.
    case halfClose
    /// Closes with RST.
    case reset
    /// Neither answers nor closes.
    case hang
    /// Whatever else is to be done with the connection, which is of no more use then.
    case serve(@Sendable (ServerSocket) -> Void)
  }

  enum BodyReading { case all, inSmallReads, afterAnswering }

  typealias Script = @Sendable (Request) -> [Step]

  /// What was read of it, without the body.
  struct Record: Sendable {
    let connection: Int
    let path: String
  }

  let port: UInt16
  private let listener: Int32
  private let bodyReading: BodyReading
  private let greeting: [Step]
  private let script: Script
  private let threads = DispatchGroup()
  private let state = Mutex(State())

  private struct State {
    var records: [Record] = []
    var sockets: [Int32] = []
    var isStopped = false
  }

  /// `greeting` is what a connection gets before its first request.
  /// It listens on a port of its own, or on the Unix-domain socket `path`.
  init(
    reading bodyReading: BodyReading = .all, greeting: [Step] = [], path: String? = nil,
    script: @escaping Script
  ) throws {
    (listener, port) = try path.map { (try Self.listen(path: $0), 0) } ?? Self.listen()
    self.bodyReading = bodyReading
    self.greeting = greeting
    self.script = script
    start { $0.acceptConnections() }
  }

  convenience init(answering text: String) throws {
    try self.init { _ in [.send(text)] }
  }

  /// The requests read in full so far, or to the end of their head when the answer comes first.
  var records: [Record] { state.withLock { $0.records } }

  /// Ends all connections and waits for the threads.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      for socket in state.sockets + [listener] { shutdown(socket, Int32(SHUT_RDWR)) }
    }
    threads.wait()
    for socket in state.withLock({ $0.sockets }) + [listener] { close(socket) }
  }

  /// A loopback port that refuses connections.
  static func closedPort() throws -> UInt16 {
    let (socket, port) = try listen()
    close(socket)
    return port
  }

  private static func listen() throws -> (socket: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        Glibc.bind(listener, address, size) | Glibc.listen(listener, 64)
          | getsockname(listener, address, &size)
      }
    }
    guard outcome == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    return (listener, UInt16(bigEndian: address.sin_port))
  }

  private static func listen(path: String) throws -> Int32 {
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let address = try #require(SocketAddress(unixPath: path))
    guard address.withKernelForm({ Glibc.bind(listener, $0, $1) }) == 0, Glibc.listen(listener, 64) == 0
    else {
      throw POSIXError(.EADDRNOTAVAIL)
    }
    return listener
  }

  private func start(_ body: @escaping @Sendable (ScriptedServer) -> Void) {
    threads.enter()
    Thread.detachNewThread {
      body(self)
      self.threads.leave()
    }
  }

  private func acceptConnections() {
    var count = 0
    while true {
      let socket = accept(listener, nil, nil)
      guard socket >= 0 else { return }
      let isStopped = state.withLock { state in
        state.sockets.append(socket)
        return state.isStopped
      }
      guard !isStopped else { return }
      let connection = count
      count += 1
      start { $0.serve(ServerSocket(number: socket), connection) }
    }
  }

  private func serve(_ socket: ServerSocket, _ connection: Int) {
    guard greeting.allSatisfy(socket.perform) else { return }
    var index = 0
    while let head = socket.readHead() {
      let bodyCount = ServerSocket.contentLength(of: head)
      let readsFirst = bodyReading != .afterAnswering
      let pieceCount = bodyReading == .inSmallReads ? 4096 : 1 << 20
      var body: [UInt8] = []
      if readsFirst {
        guard let read = socket.read(bodyCount, pieceCount) else { return }
        body = read
      }
      let words = head.split(separator: " ")
      let path = words.count > 1 ? String(words[1]) : ""
      state.withLock { $0.records.append(Record(connection: connection, path: path)) }
      let request = Request(connection: connection, index: index, path: path, head: head, body: body)
      for step in script(request) {
        guard socket.perform(step) else { return }
      }
      if !readsFirst, socket.read(bodyCount, pieceCount) == nil { return }
      index += 1
    }
  }
}
