import Reporting

/// What a command line asks for, understood and checked: making one starts and changes nothing.
protocol Request: Sendable {
  /// Carries it out. What goes on meanwhile is told on standard error; the outcome is for the caller to print.
  func run(in context: Context) async throws -> Outcome
}

/// How a request ended, and what there is to say.
struct Outcome: Sendable {
  /// What was found out.
  let answer: Answer?
  /// Lines below the answer that programs do not need, such as where files are.
  var notes: [String] = []
  /// Lines below the answer for everybody.
  var remarks: [String] = []
  var exitCode = ExitCode.ok

  /// What belongs on standard output, and the lines below it on standard error; for programs `asJSON`.
  func said(asJSON: Bool, style: TerminalStyle) throws -> (result: String, lines: [String]) {
    let result = try asJSON ? answer?.json() : answer?.text(style)
    return (result ?? "", (asJSON ? [] : notes) + remarks)
  }
}

/// What the shell is told: one of ours, or that of a command we ran for somebody.
struct ExitCode: RawRepresentable, Equatable, Sendable {
  let rawValue: Int32

  static let ok = ExitCode(rawValue: 0)
  static let failed = ExitCode(rawValue: 1)
  static let usage = ExitCode(rawValue: 2)
  /// What was to hold does not.
  static let missed = ExitCode(rawValue: 3)
  static let interrupted = ExitCode(rawValue: 130)
}

/// A request whose answer is known already.
struct FixedAnswer: Request {
  let answer: Answer
  let exitCode: ExitCode

  init(_ answer: Answer, exitCode: ExitCode = .ok) {
    self.answer = answer
    self.exitCode = exitCode
  }

  init(text: String) { self.init(Answer(text)) }

  func run(in context: Context) -> Outcome { Outcome(answer: answer, exitCode: exitCode) }
}
