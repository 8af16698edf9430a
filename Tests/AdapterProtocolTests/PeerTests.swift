import Foundation
import Glibc
import JSON
import Testing

@testable import AdapterProtocol

/// The two ends of a pipe (really a pair of sockets, which alone can be kept from other tests' children without a race).
private func makePipe() throws -> (read: Int32, write: Int32) {
  var ends: [Int32] = [0, 0]
  let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
  try #require(socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0)
  return (ends[0], ends[1])
}

/// A host's connection to a server in this process, which serves on a thread of its own.
private func connect(to prepare: (AdapterServer) -> Void) throws -> Connection {
  let (up, down) = try (makePipe(), makePipe())
  let server = AdapterServer(readingFrom: down.read, writingTo: up.write)
  prepare(server)
  Thread { server.serve() }.start()
  return Connection(readingFrom: up.read, writingTo: down.write)
}

/// A connection whose other side is played by a script, which has the requests' bytes at its input.
private func connect(toScript script: String) throws -> (Connection, Process) {
  let (up, down) = try (makePipe(), makePipe())
  let process = Process()
  process.executableURL = URL(filePath: "/bin/sh")
  process.arguments = ["-c", script]
  process.standardInput = FileHandle(fileDescriptor: down.read)
  process.standardOutput = FileHandle(fileDescriptor: up.write)
  try process.run()
  close(down.read)
  close(up.write)
  return (Connection(readingFrom: up.read, writingTo: down.write), process)
}

@Test func `requests are answered in order, with the error that was thrown, and the server lives on`()
  async throws
{
  let connection = try connect { server in
    server.answer(AppStopRequest.self) { request in
      guard request.app == "1" else {
        throw ProtocolError(.unknownApp, "no app \(request.app) runs", hint: "größer")
      }
      try server.notify(LogNotification(level: .info, message: "zu Ende"))
      return AppStopResponse(exitCode: 0, signal: nil)
    }
    server.answer(ShutdownRequest.self) { _ in throw POSIXError(.EIO) }
  }
  for _ in 0..<50 {
    await #expect(throws: ProtocolError(.unknownApp, "no app 2 runs", hint: "größer")) {
      try await connection.call(AppStopRequest(app: "2"), deadline: .seconds(30))
    }
    let stopped = try await connection.call(AppStopRequest(app: "1"), deadline: .seconds(30))
    #expect(stopped == AppStopResponse(exitCode: 0, signal: nil))
  }
  await #expect { try await connection.call(ShutdownRequest(), deadline: .seconds(30)) } throws: {
    ($0 as? ProtocolError)?.code == ProtocolError.Code.internalError.rawValue
  }
  await #expect(throws: ProtocolError(.methodNotFound, "unknown method metrics/read")) {
    try await connection.call(MetricsReadRequest(app: "1"), deadline: .seconds(30))
  }
  var notifications = connection.notifications.makeAsyncIterator()
  #expect(await notifications.next() == .log(LogNotification(level: .info, message: "zu Ende")))
}

@Test func `a server answers every kind of bad line with its code and ignores what needs no answer`() throws {
  let (up, down) = try (makePipe(), makePipe())
  let server = AdapterServer(readingFrom: down.read, writingTo: up.write)
  server.answer(AppStopRequest.self) { _ in AppStopResponse(exitCode: nil, signal: 15) }
  let lines = [
    "printed", "[]", #"{"jsonrpc":"2.0","method":"unheard/of"}"#, #"{"jsonrpc":"2.0","id":9,"result":{}}"#,
    "",
    #"{"jsonrpc":"2.0","id":1,"method":"app/stop","params":{}}"#,
    #"{"jsonrpc":"2.0","id":"two","method":"app/stop","params":{"app":"1","later":[1]},"more":true}"#,
  ]
  let requests = FileHandle(fileDescriptor: down.write, closeOnDealloc: true)
  for byte in lines.joined(separator: "\r\n").utf8 + [10] { try requests.write(contentsOf: [byte]) }
  try requests.close()
  server.serve()
  let answers = FileHandle(fileDescriptor: up.read, closeOnDealloc: true)
  var framer = LineFramer()
  var codes: [Int?] = []
  while codes.count < 4 {
    for line in try framer.feed(answers.availableData) {
      switch try Envelope(line: line) {
      case .failure(_, let error): codes.append(error.code)
      case .response(let id, let result):
        #expect(id == .string("two") && result == .object(["signal": .integer(15)]))
        codes.append(nil)
      default: Issue.record("no answer")
      }
    }
  }
  #expect(codes == [-32700, -32600, -32602, nil])
}

@Test func `an answer is found among stray text, notifications and answers nobody waits for`() async throws {
  let (connection, _) = try connect(
    toScript: """
      read request
      echo printed by a library
      echo '{"jsonrpc":"2.0","method":"progress","params":{"message":"ü","fraction":null}}'
      echo '{"jsonrpc":"2.0","method":"unheard/of","params":{}}'
      echo '{"jsonrpc":"2.0","id":99,"result":{}}'
      printf '{"jsonrpc":"2.0","id":1,"res'
      sleep 0.05
      echo 'ult":{"exitCode":0,"signal":null,"new":1}}'
      """)
  let received = try await connection.call(AppStopRequest(app: "1"), deadline: .seconds(30))
  #expect(received == AppStopResponse(exitCode: 0, signal: nil))
  #expect(connection.strayLines == 1)
  var notifications = connection.notifications.makeAsyncIterator()
  #expect(await notifications.next() == .strayLine("printed by a library"))
  #expect(await notifications.next() == .progress(ProgressNotification(message: "ü", fraction: nil)))
}

@Test func `an adapter that says nothing or is gone is an error that names the request`() async throws {
  let (connection, _) = try connect(toScript: "read first; read second")
  await #expect(throws: ConnectionError.deadline(method: "shutdown", seconds: 0.05)) {
    try await connection.call(ShutdownRequest(), deadline: .milliseconds(50))
  }
  await #expect(throws: ConnectionError.closed(method: "metrics/read")) {
    try await connection.call(MetricsReadRequest(app: "1"), deadline: .seconds(30))
  }
  await #expect(throws: ConnectionError.closed(method: "shutdown")) {
    try await connection.call(ShutdownRequest(), deadline: .seconds(30))
  }
}

@Test(
  arguments: [
    #"{"jsonrpc":"2.0","id":1,"result":{"versions":7}}"#,
    #"{"jsonrpc":"2.0","id":1,"result":{"versions":NaN}}"#,
    #"{"jsonrpc":"2.0","id":1,"res"#,
    #"{"jsonrpc":"2.0","id":1,"answer":{}}"#,
    #"{"jsonrpc":"2.0","id":1,"error":{"code":"no number"}}"#,
  ])
func `an answer of another form than the protocol's fails its request at once, with its beginning`(
  line: String
)
  async throws
{
  // It goes on to read, so that nothing else ends the request.
  let (connection, _) = try connect(toScript: "read request; echo '\(line)'; read more")
  let error = await #expect(throws: ConnectionError.self) {
    try await connection.call(AppPrepareRequest(framework: "x"), deadline: .seconds(30))
  }
  guard case .badAnswer(method: "app/prepare", _, line: line)? = error else {
    Issue.record("\(String(describing: error))")
    return
  }
  #expect(error.map { "\($0)" }?.contains("it begins with `\(line)`") == true && connection.strayLines == 0)
}

@Test func `an adapter that could not read a request fails it, and a long line is told by its beginning`()
  async throws
{
  let (connection, _) = try connect(
    toScript: """
      read request
      echo '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"the line is not JSON"}}'
      echo '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"nobody asked"}}'
      echo '{"jsonrpc":"2.0","method":"progress","params":{"message":7}}'
      echo '{"level":"info","message":"a library logs"}'
      head -c 300 /dev/zero | tr '\\0' x; echo
      read more
      """)
  await #expect(throws: ProtocolError(.parseError, "the line is not JSON")) {
    try await connection.call(ShutdownRequest(), deadline: .seconds(30))
  }
  var lines: [String] = []
  for await notification in connection.notifications {
    guard case .strayLine(let line) = notification else { continue }
    lines.append(line)
    if lines.count == 4 { break }
  }
  #expect(
    lines[0].contains("nobody asked") && lines[1].contains("progress") && lines[2].contains("a library"))
  #expect(lines[3] == String(repeating: "x", count: 200) + "…" && connection.strayLines == 4)
}

@Test func `a cancelled request ends at once`() async throws {
  let (connection, process) = try connect(toScript: "exec sleep 600")
  let pending = Task { try await connection.call(MetricsReadRequest(app: "1"), deadline: .seconds(30)) }
  pending.cancel()
  await #expect(throws: CancellationError.self) { try await pending.value }
  // It inherits the signals that other tests block, SIGTERM among them.
  kill(process.processIdentifier, SIGKILL)
}
