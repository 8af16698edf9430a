import Glibc
import JSON
import Orchestration

/// An app that an adapter says it has started.
struct CheckedApp {
  /// The adapter refused, or said nothing that could be used.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  let name: String
  let pid: Int32
  let host: String
  let port: Int
  let agentFolder: String?
  let answer: Conversation.Answer

  init(_ answer: Conversation.Answer) throws {
    guard let result = answer.result else {
      throw Refusal(description: "the app was not started: \(answer.summary)")
    }
    guard let name = result["app"]?.text, let pid = result["pid"]?.integer, pid > 1,
      let port = result["address"]?["port"]?.integer, let host = result["address"]?["host"]?.text
    else { throw Refusal(description: "the app's name, address or pid is missing: \(answer.summary)") }
    (self.name, self.pid, self.port, self.host) = (name, Int32(clamping: pid), port, host)
    agentFolder = result["agentFolder"]?.text
    self.answer = answer
  }

  /// Its processes.
  var processes: [Int32] { ProcessView.tree(of: pid).filter(ProcessView.isAlive) }

  /// The status of the answer to a request; nil when none comes.
  func status(of target: String) -> Int? {
    try? HTTPClient(host: host, port: port).send("GET", target).status
  }
}

extension Conversation {
  /// Starts an app with the settings of `Subject.start`.
  func start(_ params: [String: JSONValue]) throws -> CheckedApp {
    try CheckedApp(ask("app/start", params, within: Grace.start))
  }

  func stop(_ app: CheckedApp, within limit: Duration = Grace.stop) throws -> Answer {
    try ask("app/stop", ["app": .string(app.name)], within: limit)
  }
}

/// How large an app is while it has nothing to do, and what it was told.
struct AppSize: CustomStringConvertible {
  let processes: Int
  let threads: Int
  /// The words of its command line and of its environment, e.g. `WORKERS=2`.
  let words: Set<Substring>

  /// Threads that live for a connection come and go: the fewest of some looks count.
  init(of app: CheckedApp) {
    let looks = (0..<5).map { look in
      if look > 0 { usleep(20_000) }
      let processes = app.processes
      return (processes: processes.count, threads: ProcessView.threads(of: processes))
    }
    self.init(
      processes: looks.map(\.processes).min() ?? 0, threads: looks.map(\.threads).min() ?? 0,
      words: Set(ProcessView.words(of: app.pid)))
  }

  init(processes: Int, threads: Int, words: Set<Substring>) {
    (self.processes, self.threads, self.words) = (processes, threads, words)
  }

  /// Whether an app of two workers is larger than one of one worker: it has more processes, or more threads where the runtime has those instead.
  /// A runtime that makes threads only once there is work for them shows neither: then it counts that the app was told of two where the other one was told of one.
  func isLarger(than other: AppSize) -> Bool {
    processes > other.processes || threads > other.threads
      || words.subtracting(other.words).contains { word in
        guard word == "2" || word.hasSuffix("=2") else { return false }
        return other.words.contains(word.dropLast() + "1")
      }
  }

  var description: String { "\(processes) processes and \(threads) threads" }
}
