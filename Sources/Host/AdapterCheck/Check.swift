/// A rule of the specification that an adapter is held against.
package struct Check: Sendable {
  /// The rule's id there, or the error's code.
  package let id: Rule
  /// What the specification says, in its own words.
  package let title: String
  /// Who judges it.
  package let scenario: Scenario

  init(_ id: Rule, _ scenario: Scenario, _ title: String) {
    (self.id, self.scenario, self.title) = (id, scenario, title)
  }
}

/// The rules of the specification that concern an adapter and that can be seen from outside.
package enum Rule: String, Sendable, CaseIterable, Codable {
  case T1, T2, T4, T5, T6, T9
  case D1
  case I1, I2, I3, I4, I5, I6, I7
  case P1, P2
  case S1, S2, S3, S4, S5, S6, S7, S8, S9
  case E1, E2
  case M1, M2
  case F1, F2, F3, F4, F5, F6
  case X1, N1
  case parseError = "-32700"
  case invalidRequest = "-32600"
  case methodNotFound = "-32601"
  case invalidParams = "-32602"
  case internalError = "-32603"
  case unknownFramework = "-32001"
  case prepareFailed = "-32002"
  case startFailed = "-32003"
  case portRangeFull = "-32004"
  case unknownApp = "-32005"
  case profilerUnavailable = "-32006"
  case unsupportedVersion = "-32010"
  case W1, W2, W3, W4, W5

  /// The rule of an error's code; nil for a code that the specification does not have.
  init?(code: Int) { self.init(rawValue: String(code)) }

  /// The error's code; nil for the other rules.
  var code: Int? { Int(rawValue) }
}

/// What is done with an adapter to see how it keeps the rules, in this order.
package enum Scenario: String, Sendable, CaseIterable, Codable {
  case discovery, handshake, lines, preparation, lifecycle, metrics, profiling, ends, contract
}

extension Check {
  /// Every check, in the order of the specification.
  package static let all: [Check] = [
    Check(
      .T1, .lines,
      "messages are JSON-RPC 2.0 objects in UTF-8, one per line; 16 MiB and 512 levels are accepted"),
    Check(.T2, .lifecycle, "standard output carries messages and nothing else, whatever apps print"),
    Check(
      .T4, .preparation, "an adapter answers in order; notifications before its first answer stay below 1 MiB"
    ),
    Check(
      .T5, .ends, "at the end of standard input it stops every app, also amid a request, and exits within 2 s"
    ),
    Check(.T6, .lines, "unknown fields, unknown notifications and answers nobody waits for are ignored"),
    Check(.T9, .handshake, "an answer has the request's id and a result, or an error with code and message"),
    Check(
      .D1, .discovery, "a folder with an adapter.json: name, language, command, packages, optional, sha256"),
    Check(.I1, .handshake, "the adapter picks one of the offered versions; with none in common it refuses"),
    Check(
      .I2, .handshake, "runtime is the interpreter or compiler that apps will really use: name, version, path"
    ),
    Check(.I3, .handshake, "exactly one framework is the default; deviations name what they touch"),
    Check(
      .I4, .handshake,
      "metrics are described by name, unit, kind, better, description, aggregation; names differ"),
    Check(.I5, .lifecycle, "the adapter hands the path of workloads.json to apps as HARNESS_WORKLOADS"),
    Check(.I6, .handshake, "page is where the counter pages of a kind have the metric"),
    Check(.I7, .handshake, "role is what a figure tells, whatever its runtime calls it"),
    Check(.P1, .preparation, "preparation is idempotent and quick (under 2 s) when nothing changed"),
    Check(.P2, .preparation, "preparation tells of its progress; a failure has the last lines and a hint"),
    Check(.S1, .lifecycle, "the adapter binds the socket itself, within ports, and lets the app inherit it"),
    Check(.S2, .lifecycle, "the app runs with the given CPUs and workers, with request logging off"),
    Check(.S3, .ends, "the app has a process group of its own and dies with its adapter"),
    Check(.S4, .lifecycle, "the answer comes after the first GET /health → 200, with the time that took"),
    Check(.S5, .lifecycle, "an app that is not healthy in time is stopped; the error has its last 20 lines"),
    Check(.S6, .lifecycle, "pid is the root of the app's process tree"),
    Check(.S7, .lifecycle, "with agents false no runtime agent is loaded"),
    Check(.S8, .profiling, "with profiler true the app starts, profiling possible or not"),
    Check(.S9, .lifecycle, "agentFolder is the absolute path of the folder with the app's counter pages"),
    Check(
      .E1, .lifecycle,
      "SIGTERM to the group, SIGKILL to what is left after 2 s; nothing of the tree is alive then"),
    Check(.E2, .lifecycle, "no app/exited follows an app/stop"),
    Check(.M1, .metrics, "a metric without page is either in values or in unavailable, with a reason"),
    Check(.M2, .metrics, "counters are of the app's whole tree, and never fall"),
    Check(.F1, .profiling, "profile/start begins to sample the stacks of every process of the tree"),
    Check(
      .F2, .profiling,
      "where profiling is impossible the answer has the reason and a hint; without profiler the method is unknown"
    ),
    Check(
      .F3, .profiling, "profiles of unknown or unready apps, and those begun or ended twice, are refused"),
    Check(
      .F4, .profiling,
      "folded has one line per distinct stack, with a positive integer; samples and lost are told"),
    Check(.F5, .profiling, "what is left out of a profile is told in notes"),
    Check(.F6, .profiling, "app/stop stops sampling too; no process and no file of the profiler is left"),
    Check(.X1, .lifecycle, "shutdown stops every app, answers, exits with status 0"),
    Check(.N1, .lifecycle, "app/exited is sent within 1 s when an app ends that was not asked to"),
    Check(.parseError, .lines, "the line is not JSON"),
    Check(.invalidRequest, .lines, "no JSON-RPC request"),
    Check(.methodNotFound, .lines, "unknown method"),
    Check(.invalidParams, .lines, "wrong or missing parameters"),
    Check(.internalError, .lines, "a bug of the adapter; it lives on"),
    Check(.unknownFramework, .preparation, "no such framework; the hint lists those there are"),
    Check(.prepareFailed, .preparation, "a preparation that fails"),
    Check(.startFailed, .lifecycle, "an app that does not start"),
    Check(.portRangeFull, .lifecycle, "no port of the range is free"),
    Check(.unknownApp, .lines, "no such app"),
    Check(.profilerUnavailable, .profiling, "the app cannot be profiled here"),
    Check(.unsupportedVersion, .handshake, "no version in common"),
    Check(.W1, .contract, "serves everything workloads.json lists, raw and under /validated"),
    Check(.W2, .contract, "raw endpoints answer without validating"),
    Check(.W3, .contract, "validated endpoints answer with typed values and refuse what breaks a rule"),
    Check(.W4, .contract, "health, 404, JSON with its content type, bodies chunked and split at any byte"),
    Check(.W5, .contract, "event streams and WebSockets that are served are as the contract has them"),
  ]
}
