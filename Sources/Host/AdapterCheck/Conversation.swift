import AdapterProtocol
import Foundation
import Glibc
import JSON
import Platform

/// What an adapter and we say to each other, with nothing hidden: every line that comes is held against the specification.
///
/// Belongs to one thread, which waits here for what comes.
final class Conversation {
  /// No answer came.
  struct Silence: Error, CustomStringConvertible {
    let description: String
  }

  /// An answer, whatever it says.
  struct Answer {
    let result: JSONValue?
    let error: JSONValue?
    /// How long it took while we and the adapter could run.
    let elapsed: Duration
    /// How long it took by the clock.
    let nanoseconds: UInt64

    var code: Int? { error?["code"]?.integer }
    /// In words.
    var summary: String {
      error.map { "error \($0["code"]?.shown() ?? "") \($0["message"]?.shown() ?? "")" }
        ?? (result ?? .null).shown()
    }
  }

  /// A notification, in the order in which they come.
  struct Notification {
    let method: String
    let params: JSONValue
  }

  /// The adapter's process.
  let process: ChildProcess
  /// Looks at something, some hundred times a second, while nothing comes.
  var whileWaiting: () -> Void = {}
  private(set) var notifications: [Notification] = []
  /// Bytes of notifications before the first answer.
  private(set) var earlyBytes = 0
  private let ledger: Ledger
  private let schema: MessageSchema
  private let clock = MonotonicClock()
  private var framer = LineFramer()
  private var isOpen = true
  private var isInputOpen = true
  private var nextID: Int64 = 1
  private var answers: [JSONValue] = []
  private var hasAnswered = false
  /// The id that an answer may have; nil: any, since lines are sent that are no requests.
  private var asked: JSONValue?

  init(with adapter: Subject, environment: [String: String] = [:], _ ledger: Ledger) throws {
    self.ledger = ledger
    schema = adapter.specification.schema
    process = try ChildProcess(
      path: adapter.program, arguments: adapter.arguments,
      environment: adapter.environment.merging(environment) { $1 }, directory: adapter.folder.path)
  }

  /// The adapter and what it started.
  var family: [Int32] { ProcessView.tree(of: process.pid) }

  // MARK: - Asking

  /// Sends a request and waits for its answer; throws a `Silence` when none comes within `limit`.
  func ask(_ method: String, _ params: [String: JSONValue], within limit: Duration) throws -> Answer {
    let id = JSONValue.integer(nextID)
    nextID += 1
    let request = JSONValue.object([
      "jsonrpc": .string("2.0"), "id": id, "method": .string(method), "params": .object(params),
    ])
    if let name = Self.definitions[method] {
      for problem in schema.problems(with: request, as: name + "Request") {
        ledger.blameHost("our \(method): \(problem)")
      }
    }
    (asked, answers) = (id, [])
    let begin = clock.nanoseconds
    try send(Array(JSONText.compact(request).utf8))
    var patience = Patience(limit, for: process.pid)
    while answers.isEmpty {
      guard patience.isLeft() else {
        throw Silence(description: "\(method) was not answered within \(limit)")
      }
      guard isOpen else { throw Silence(description: "\(method) was not answered: \(ending)") }
      pump()
    }
    let message = answers.removeFirst()
    let answer = Answer(
      result: message["result"], error: message["error"], elapsed: patience.elapsed,
      nanoseconds: clock.nanoseconds - begin)
    examine(answer, to: method, message)
    return answer
  }

  /// Sends lines as they are, and a request of an unknown method after them; returns what was answered before that was.
  func answers(to lines: [[UInt8]], within limit: Duration = .seconds(60)) throws -> [JSONValue] {
    let mark = "mark \(nextID)"
    nextID += 1
    (asked, answers) = (nil, [])
    for line in lines { try send(line) }
    try send(Array(#"{"jsonrpc":"2.0","id":"\#(mark)","method":"no/such/method","params":{}}"#.utf8))
    var patience = Patience(limit)
    while true {
      if let end = answers.firstIndex(where: { $0["id"]?.text == mark }) { return Array(answers[..<end]) }
      guard patience.isLeft() else { throw Silence(description: "no answer within \(limit)") }
      guard isOpen else { throw Silence(description: ending) }
      pump()
    }
  }

  /// Sends a line, whose end is added.
  func send(_ line: [UInt8]) throws {
    let bytes = line + [UInt8(ascii: "\n")]
    var (start, patience) = (0, Patience(.seconds(60)))
    while start < bytes.count {
      guard isInputOpen, patience.isLeft() else {
        throw Silence(description: "it does not read what it is sent")
      }
      var ready = pollfd(fd: process.standardInput, events: Int16(POLLOUT), revents: 0)
      poll(&ready, 1, 10)
      if ready.revents & Int16(POLLOUT) == 0 {
        if ready.revents != 0 { throw Silence(description: ending) }
        pump(milliseconds: 0)
        continue
      }
      // What a pipe that is ready takes without waiting.
      let count = bytes[start...].prefix(4096).withUnsafeBytes {
        write(process.standardInput, $0.baseAddress, $0.count)
      }
      if count < 0, errno != EINTR { throw Silence(description: ending) }
      start += max(0, count)
    }
  }

  /// Waits, taking in what comes, until something is so; returns how long that took, nil when it did not come to be.
  func wait(_ limit: Duration, until isSo: () -> Bool) -> Duration? {
    var patience = Patience(limit, for: process.pid)
    while !isSo() {
      guard patience.isLeft() else { return nil }
      pump()
    }
    return patience.elapsed
  }

  /// What was told of an app that ended.
  func exits(of app: String) -> [JSONValue] {
    notifications.filter { $0.method == AppExitedNotification.method && $0.params["app"]?.text == app }.map(
      \.params)
  }

  // MARK: - Ending

  /// Closes the adapter's input.
  func closeInput() {
    if isInputOpen { close(process.standardInput) }
    isInputOpen = false
  }

  /// Ends the adapter and everything that it started, on whatever path.
  func end() {
    let family = family
    closeInput()
    _ = wait(.seconds(3)) { process.exit != nil }
    process.signalGroup(SIGKILL)
    _ = ProcessView.endLiving(family)
    _ = wait(.seconds(5)) { process.exit != nil && !isOpen }
    if let rest = framer.finish() { take(rest) }
    close(process.standardOutput)
  }

  /// How it ended, in words.
  private var ending: String {
    _ = wait(.milliseconds(500)) { process.exit != nil }
    guard let exit = process.exit else { return "it closed its standard output" }
    let words = process.standardErrorTail.last.map { ": \($0)" } ?? ""
    return "it \(exit)\(words)"
  }

  // MARK: - What comes

  private func pump(milliseconds: Int32 = 5) {
    whileWaiting()
    guard isOpen else {
      usleep(5000)
      return
    }
    var ready = pollfd(fd: process.standardOutput, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, milliseconds) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(process.standardOutput, &buffer, buffer.count)
    if count > 0 { framer.feed(Data(buffer[..<count])).forEach(take) } else if count == 0 { isOpen = false }
  }

  private func take(_ line: Data) {
    guard line.count <= LineFramer.maximumBytes else {
      ledger.judge(.T1, false, "it sent a line that is longer than 16 MiB")
      return
    }
    guard let message = try? JSONValue(parsing: line), case .object = message else {
      let text = String(decoding: line.prefix(120), as: UTF8.self)
      ledger.judge(.T2, false, "a line of its standard output is no message: \(text)")
      return
    }
    if let method = message["method"] {
      takeNotification(method.text ?? "", message, line.count)
    } else {
      takeAnswer(message)
    }
  }

  private func takeNotification(_ method: String, _ message: JSONValue, _ bytes: Int) {
    if !hasAnswered { earlyBytes += bytes }
    if message["id"] != nil { ledger.judge(.T1, false, "it sent a request: \(message.shown())") }
    let definitions = [
      LogNotification.method: ("LogNotification", Rule.T1),
      ProgressNotification.method: ("ProgressNotification", .P2),
      AppExitedNotification.method: ("AppExitedNotification", .N1),
    ]
    if let (definition, rule) = definitions[method] {
      for problem in schema.problems(with: message, as: definition) {
        ledger.judge(rule, false, "\(method): \(problem)")
      }
    }
    notifications.append(Notification(method: method, params: message["params"] ?? .null))
  }

  private func takeAnswer(_ message: JSONValue) {
    hasAnswered = true
    if let asked, message["id"] != asked {
      ledger.judge(
        .T9, false,
        "an answer has the id \(message["id"]?.shown() ?? "of nobody"), which is not that of the request: \(message.shown())"
      )
      // The request that waits is answered all the same where its id alone is wrong.
    }
    if message["error"] != nil || message["result"] == nil {
      let problems = schema.problems(with: message, as: "ErrorResponse")
      // Lines that are no requests of ours have ids that ours never have.
      for problem in problems where asked != nil || problem.path != ["id"] {
        ledger.judge(.T9, false, "an error: \(problem): \(message.shown())")
      }
    }
    if message["error"]?["code"]?.integer == Rule.internalError.code {
      ledger.judge(.internalError, false, "\(message["error"]?["message"]?.shown() ?? "")")
    }
    answers.append(message)
  }

  private func examine(_ answer: Answer, to method: String, _ message: JSONValue) {
    guard answer.error == nil, answer.result != nil, let name = Self.definitions[method] else { return }
    for problem in schema.problems(with: message, as: name + "Response") {
      ledger.judge(Rule(of: problem.path, in: method), false, "the answer to \(method): \(problem)")
    }
  }

  /// The names of requests in the schema, by method.
  private static let definitions = Dictionary(
    uniqueKeysWithValues: AllMessages.requests.map {
      ($0.method, String("\($0)".dropLast("Request".count)))
    })
}

extension Rule {
  /// The rule that says what is at a place of the answer to a method.
  fileprivate init(of path: [String], in method: String) {
    guard path.first == "result" else {
      self = .T9
      return
    }
    switch (method, path.dropFirst().first) {
    case ("initialize", "runtime"): self = .I2
    case ("initialize", "frameworks"): self = .I3
    case ("initialize", "metrics"): self = path.contains("page") ? .I6 : path.last == "role" ? .I7 : .I4
    case ("initialize", _): self = .I1
    case ("app/prepare", _): self = .P1
    case ("app/start", "address"): self = .S1
    case ("app/start", "pid"): self = .S6
    case ("app/start", "agentFolder"): self = .S9
    case ("app/start", _): self = .S4
    case ("app/stop", _): self = .E1
    case ("metrics/read", _): self = .M1
    case ("profile/start", _): self = .F1
    case ("profile/stop", _): self = .F4
    default: self = .X1
    }
  }
}
