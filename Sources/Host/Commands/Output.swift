import Foundation
import Glibc
import Reporting

/// Where text goes: results to standard output, everything else to standard error.
struct Output: Sendable {
  /// How results look.
  let style: TerminalStyle
  /// Whether standard error is a terminal, so that a line can be overwritten.
  let isInteractive: Bool

  /// The process's own streams; no colour when NO_COLOR is set (no-color.org) or the output is no terminal.
  static var standard: Output {
    let environment = ProcessInfo.processInfo.environment
    let plain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    let style = TerminalStyle(
      colour: !plain && isatty(STDOUT_FILENO) == 1, width: columns(of: STDOUT_FILENO))
    return Output(style: style, isInteractive: isatty(STDERR_FILENO) == 1)
  }

  /// The columns of a terminal; nil: it is none, or does not say.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes what a command has to say, for programs `asJSON`.
  func show(_ outcome: Outcome, asJSON: Bool) throws {
    let (result, lines) = try outcome.said(asJSON: asJSON, style: style)
    Self.write(result, to: STDOUT_FILENO)
    lines.forEach(note)
  }

  /// Writes a line about what goes on.
  func note(_ line: String) { Self.write(line + "\n", to: STDERR_FILENO) }

  /// Writes a line about what goes on beside, whatever line may be being replaced.
  func interject(_ line: String) { note((isInteractive ? "\r\u{1b}[K" : "") + line) }

  /// Writes a line about what went wrong.
  func complain(_ line: String) { note("harness: " + line) }

  /// Puts `line` in the place of the last line, on a terminal.
  func replaceLine(_ line: String) { Self.write("\r\u{1b}[K" + line, to: STDERR_FILENO) }

  /// Writes all of the text; a reader that is gone is no reason to fail.
  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 { bytes = bytes.dropFirst(written) } else if errno != EINTR { return }
    }
  }
}
