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
      try await connection.call(AppStopRequest(app: "2"), deadline: .seconds(60))
    }
    let stopped = try await connection.call(AppStopRequest(app: "1"), deadline: .seconds(60))
    #expect(stopped == AppStopResponse(exitCode: 0, signal: nil))
  }
  await #expect { try await connection.call(ShutdownRequest(), deadline: .seconds(60)) } throws: {
    ($0 as? ProtocolError)?.code == ProtocolError.Code.internalError.rawValue
  }
  await #expect(throws: ProtocolError(.methodNotFound, "unknown method metrics/read")) {
    try await connection.call(MetricsReadRequest(app: "1"), deadline: .seconds(60))
  }
  var notifications = connection.notifications.makeAsyncIterator()
  #expect(await notifications.next() == .log(LogNotification(level: .info, message: "zu Ende")))
}

@Test func `a server gives every line the answer of the specification`() throws {
  let (up, down) = try (makePipe(), makePipe())
  let server = AdapterServer(readingFrom: down.read, writingTo: up.write)
  server.answer(InitializeRequest.self) { request in
    guard request.protocolVersions.contains(1) else { throw ProtocolError(.unsupportedVersion, "only 1") }
    return introduction
  }
  server.answer(AppPrepareRequest.self) { _ in throw ProtocolError(.unknownFramework, "none") }
  server.answer(AppStartRequest.self) { _ in throw ProtocolError(.invalidParams, "no values of ours") }
  server.answer(AppStopRequest.self) { _ in throw ProtocolError(.unknownApp, "none") }
  server.answer(MetricsReadRequest.self) { _ in throw ProtocolError(.unknownApp, "none") }
  Thread { server.serve() }.start()
  let cases = try LineCase.all()
  let requests = FileHandle(fileDescriptor: down.write, closeOnDealloc: true)
  Thread { for line in cases { try? requests.write(contentsOf: line.bytes + [10]) } }.start()
  let answers = FileHandle(fileDescriptor: up.read, closeOnDealloc: true)
  var framer = LineFramer()
  var found: [LineCase.Answer] = []
  while found.last?.id != .string("last") {
    found += try framer.feed(answers.availableData).map { try LineCase.Answer(line: $0) }
  }
  let answered = cases.filter { $0.answer != nil }
  #expect(found.count == answered.count)
  for (line, answer) in zip(answered, found) {
    let due = try #require(line.answer)
    #expect(answer.id == due.id && answer.code == due.code, "\(line.what)")
    if let words = due.says { #expect(answer.says?.contains(words) == true, "\(line.what)") }
  }
}

@Test func `an answer is found among stray text, notifications and answers that come too late`() async throws
{
  let (connection, _) = try connect(
    toScript: """
      read first
      read second
      echo printed by a library
      echo '{"jsonrpc":"2.0","method":"progress","params":{"message":"ü","fraction":null}}'
      echo '{"jsonrpc":"2.0","method":"unheard/of","params":{}}'
      echo '{"jsonrpc":"2.0","id":1,"error":"it broke"}'
      printf '{"jsonrpc":"2.0","id":2.0,"res'
      sleep 0.05
      echo 'ult":{"exitCode":0,"signal":null,"new":1}}'
      """)
  await #expect(throws: ConnectionError.self) {
    try await connection.call(ShutdownRequest(), deadline: .milliseconds(1))
  }
  let received = try await connection.call(AppStopRequest(app: "1"), deadline: .seconds(60))
  #expect(received == AppStopResponse(exitCode: 0, signal: nil))
  #expect(connection.strayLines == StrayLines(count: 1, last: "printed by a library"))
  var notifications = connection.notifications.makeAsyncIterator()
  #expect(await notifications.next() == .strayLine("printed by a library"))
  #expect(await notifications.next() == .progress(ProgressNotification(message: "ü", fraction: nil)))
}

@Test func `an adapter that says nothing or is gone is an error that names the request`() async throws {
  let (connection, _) = try connect(toScript: "read first; read second")
  await #expect(throws: ConnectionError.deadline(method: "shutdown", seconds: 0.05, StrayLines())) {
    try await connection.call(ShutdownRequest(), deadline: .milliseconds(50))
  }
  await #expect(throws: ConnectionError.closed(method: "metrics/read", StrayLines())) {
    try await connection.call(MetricsReadRequest(app: "1"), deadline: .seconds(60))
  }
  await #expect(throws: ConnectionError.closed(method: "shutdown", StrayLines())) {
    try await connection.call(ShutdownRequest(), deadline: .seconds(60))
  }
}

@Test func `where no answer comes, stray lines are counted and the last is shown`() async throws {
  let (connection, _) = try connect(
    toScript:
      #"echo 'Traceback:'; echo 'no module'; read first; read second; printf '{"jsonrpc":"2.0","id":2,"resu'"#
  )
  var notifications = connection.notifications.makeAsyncIterator()
  for _ in 0..<2 { _ = await notifications.next() }
  let late = await #expect(throws: ConnectionError.self) {
    try await connection.call(ShutdownRequest(), deadline: .milliseconds(1))
  }
  #expect(late == .deadline(method: "shutdown", seconds: 0.001, StrayLines(count: 2, last: "no module")))
  let words = "2 lines of its standard output are no messages, the last of them: `no module`"
  #expect(late.map { "\($0)" }?.hasSuffix(words) == true)
  let rest = StrayLines(count: 3, last: #"{"jsonrpc":"2.0","id":2,"resu"#)
  await #expect(throws: ConnectionError.closed(method: "metrics/read", rest)) {
    try await connection.call(MetricsReadRequest(app: "1"), deadline: .seconds(60))
  }
}

@Test(
  arguments: [
    #"{"jsonrpc":"2.0","id":1,"result":{"versions":7}}"#,
    #"{"jsonrpc":"2.0","id":1,"result":{"versions":NaN}}"#,
    #"{"jsonrpc":"2.0","id":1,"res"#,
    #"{"jsonrpc":"2.0","id":1,"answer":{}}"#,
    #"{"jsonrpc":"2.0","id":1,"error":{"code":"no number"}}"#,
    #"{"jsonrpc":"2.0","id":1,"error":"it broke"}"#,
    #"{"jsonrpc":"2.0","id":1,"error":{"code":-32603}}"#,
    #"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":7}}"#,
    #"{"jsonrpc":"2.0","id":1,"error":null}"#,
    #"{"jsonrpc":"2.0","id":1}"#,
    #"{"jsonrpc":"2.0","id":"1","result":{}}"#,
    #"{"jsonrpc":"2.0","id":1.5,"result":{}}"#,
    #"{"jsonrpc":"2.0","id":2,"result":{}}"#,
    #"{"jsonrpc":"2.0","id":2,"error":{"code":-32603,"message":"it broke"}}"#,
    #"{"jsonrpc":"2.0","id":null,"result":{}}"#,
    #"{"jsonrpc":"2.0","result":{}}"#,
    #"[{"jsonrpc":"2.0","id":1,"result":{}}]"#,
    #"{"jsonrpc":"2.0","id":1,"method":"app/prepare","params":{"framework":"x"}}"#,
    #"INFO {"jsonrpc":"2.0","id":1,"result":{}}"#,
    "{",
  ])
func `an answer of another form than the protocol's fails its request at once, with its beginning`(
  line: String
)
  async throws
{
  // It goes on to read, so that nothing else ends the request.
  let (connection, _) = try connect(toScript: "read request; echo '\(line)'; read more")
  let error = await #expect(throws: ConnectionError.self) {
    try await connection.call(AppPrepareRequest(framework: "x"), deadline: .seconds(60))
  }
  guard case .badAnswer(method: "app/prepare", _, line: line)? = error else {
    Issue.record("\(String(describing: error))")
    return
  }
  #expect(
    error.map { "\($0)" }?.contains("it begins with `\(line)`") == true && connection.strayLines.count == 0)
}

@Test func `an answer twice fails the request after it, and one of a failed request is late`() async throws {
  let (connection, _) = try connect(
    toScript: """
      read first
      echo '{"jsonrpc":"2.0","id":1,"result":{}}'
      read second
      echo '{"jsonrpc":"2.0","id":1,"result":{}}'
      read third
      echo '{"jsonrpc":"2.0","id":2,"result":{}}'
      echo '{"jsonrpc":"2.0","id":3,"result":{}}'
      read more
      """)
  _ = try await connection.call(ShutdownRequest(), deadline: .seconds(60))
  await #expect {
    try await connection.call(ShutdownRequest(), deadline: .seconds(60))
  } throws: {
    "\($0)".contains("its id is 1, which is not that of the request")
  }
  _ = try await connection.call(ShutdownRequest(), deadline: .seconds(60))
  #expect(connection.strayLines.count == 0)
}

@Test(arguments: [
  (#""gcc""#, []), (#"{"hint":7,"stderr":["ld: not found"]}"#, ["ld: not found"]),
  (#"{"stderr":"x"}"#, []), ("[1e400]", []),
])
func `an error's message survives data of another form`(data: String, lines: [String]) async throws {
  let error = #"{"code":-32002,"message":"no compiler","data":\#(data)}"#
  let (connection, _) = try connect(
    toScript: #"read request; echo '{"jsonrpc":"2.0","id":1,"error":\#(error)}'; read more"#)
  let failure = await #expect(throws: ProtocolError.self) {
    try await connection.call(AppPrepareRequest(framework: "x"), deadline: .seconds(60))
  }
  #expect(failure?.description == "no compiler" && failure?.standardError == lines)
}

@Test func `an answer beyond 16 MiB says so, and the next request is answered`() async throws {
  let (connection, _) = try connect(
    toScript: #"""
      read request
      printf '{"jsonrpc":"2.0","id":1,"result":"'; head -c 17000000 /dev/zero | tr '\0' x; echo '"}'
      read second
      echo '{"jsonrpc":"2.0","id":2,"result":{}}'
      """#)
  await #expect {
    try await connection.call(ShutdownRequest(), deadline: .seconds(60))
  } throws: {
    "\($0)".contains("the line is longer than 16 MiB; it begins with `{\"jsonrpc\"")
  }
  _ = try await connection.call(ShutdownRequest(), deadline: .seconds(60))
}

@Test func `what is told before the first answer is bounded, and how much was left out is told`() async throws
{
  let log = #"{"jsonrpc":"2.0","method":"log","params":{"level":"info","message":"again"}}"#
  let (connection, _) = try connect(
    toScript:
      "yes '\(log)' | head -n 20000; read request; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'")
  _ = try await connection.call(ShutdownRequest(), deadline: .seconds(60))
  var told: [AdapterNotification] = []
  for await notification in connection.notifications { told.append(notification) }
  let kept = (1 << 20) / (log.utf8.count + 100)
  let message = "\(20000 - kept) of its notifications before its first answer were left out"
  #expect(told.count == kept + 1 && told.last == .log(LogNotification(level: .warning, message: message)))
}

/// What a sound adapter says of itself.
private let introduction = InitializeResponse(
  protocolVersion: 1, adapter: .init(name: "any", version: "1"),
  runtime: RuntimeDescription(name: "r", version: "1", path: "/r"),
  frameworks: [Framework(name: "a", description: "", isDefault: true, deviations: [])], metrics: [])

/// An introduction that breaks a rule, or none, where the rule is nil.
private struct Introduction: Sendable {
  let rule: String?
  var problem = ""
  var version = 1
  var defaults = [true]
  var metrics: [MetricDescriptor] = []
}

@Test(arguments: [
  Introduction(rule: "I1", problem: "protocol version 7 was not offered, only 1", version: 7),
  Introduction(rule: "I3", problem: "but none is", defaults: [false, false]),
  Introduction(rule: "I3", problem: "but none is", defaults: []),
  Introduction(rule: "I3", problem: "but f0, f2 are", defaults: [true, false, true]),
  Introduction(
    rule: "I4", problem: "the metric cpu.user has a name of the host's", metrics: [metric("cpu.user")]),
  Introduction(
    rule: "I4", problem: "the metric threads has a name of the host's", metrics: [metric("threads")]),
  Introduction(rule: "I4", problem: "there are two metrics a.b", metrics: [metric("a.b"), metric("a.b")]),
  Introduction(rule: "I4", problem: "the metric a.b is a counter", metrics: [metric("a.b", .maximum)]),
  Introduction(rule: nil, defaults: [false, true], metrics: [metric("threads.busy"), metric("cpus")]),
])
private func `an introduction that breaks a rule is refused with the rule's id`(told: Introduction)
  async throws
{
  var answer = introduction
  answer.protocolVersion = told.version
  answer.frameworks = told.defaults.enumerated().map {
    Framework(name: "f\($0)", description: "", isDefault: $1, deviations: [])
  }
  answer.metrics = told.metrics
  let connection = try connect { [answer] server in server.answer(InitializeRequest.self) { _ in answer } }
  let request = InitializeRequest(
    protocolVersions: [1], host: .init(name: "tests", version: "1"), workloads: "/workloads.json")
  guard let rule = told.rule else {
    #expect(try await connection.call(request, deadline: .seconds(60)) == answer)
    return
  }
  let words = "the answer to initialize is not what the protocol says: rule \(rule): "
  await #expect {
    try await connection.call(request, deadline: .seconds(60))
  } throws: {
    "\($0)".contains(words) && "\($0)".contains(told.problem)
  }
}

private func metric(_ name: String, _ aggregation: MetricDescriptor.Aggregation = .total) -> MetricDescriptor
{
  MetricDescriptor(
    name: name, unit: "ns", kind: .counter, better: .lower, description: "", aggregation: aggregation)
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
    try await connection.call(ShutdownRequest(), deadline: .seconds(60))
  }
  var lines: [String] = []
  for await notification in connection.notifications {
    guard case .strayLine(let line) = notification else { continue }
    lines.append(line)
    if lines.count == 4 { break }
  }
  #expect(
    lines[0].contains("nobody asked") && lines[1].contains("progress") && lines[2].contains("a library"))
  #expect(lines[3] == String(repeating: "x", count: 200) + "…" && connection.strayLines.count == 4)
}

@Test func `a cancelled request ends at once`() async throws {
  let (connection, process) = try connect(toScript: "exec sleep 600")
  let pending = Task { try await connection.call(MetricsReadRequest(app: "1"), deadline: .seconds(60)) }
  pending.cancel()
  await #expect(throws: CancellationError.self) { try await pending.value }
  // It inherits the signals that other tests block, SIGTERM among them.
  kill(process.processIdentifier, SIGKILL)
}
