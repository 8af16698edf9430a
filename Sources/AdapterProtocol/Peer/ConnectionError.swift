/// Why an adapter gave no answer at all.
public enum ConnectionError: Error, Equatable, CustomStringConvertible {
  /// It did not answer in time.
  case deadline(method: String, seconds: Double, StrayLines)
  /// It closed its output, or its input could not be written to.
  case closed(method: String, StrayLines)
  /// Its answer has another form than the specification says; `line` is its beginning.
  case badAnswer(method: String, problem: String, line: String)

  /// In words, for an error message.
  public var description: String {
    switch self {
    case .deadline(let method, let seconds, let stray): "no answer to \(method) within \(seconds) s\(stray)"
    case .closed(let method, let stray): "the connection ended before \(method) was answered\(stray)"
    case .badAnswer(let method, let problem, let line):
      "the answer to \(method) is not what the protocol says: \(problem); it begins with `\(line)`"
    }
  }
}

/// The lines of an adapter's output that were no messages.
public struct StrayLines: Equatable, Sendable, CustomStringConvertible {
  /// How many there were.
  public internal(set) var count = 0
  /// The beginning of the last; empty when there was none.
  public internal(set) var last = ""

  /// What follows the reason why there is no answer; empty when there were none.
  public var description: String {
    switch count {
    case 0: ""
    case 1: "; a line of its standard output is no message: `\(last)`"
    default: "; \(count) lines of its standard output are no messages, the last of them: `\(last)`"
    }
  }
}
