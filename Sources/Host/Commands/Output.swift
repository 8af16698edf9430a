import Foundation
import Glibc
import Reporting

/// Where text goes: results to standard output, everything else to standard error.
struct Output: Sendable {
  /// Whether results are coloured.
  let isColoured: Bool
  /// Whether standard error is a terminal, so that a line can be overwritten.
  let isInteractive: Bool
  /// Whether people read it on a terminal that knows no characters beside those of ASCII.
  var isASCII = false

  /// The process's own streams; no colour when NO_COLOR is set (no-color.org) or the output is no terminal, and nothing but lines of text for
  /// a terminal that knows no more (TERM=dumb).
  static var standard: Output {
    let environment = ProcessInfo.processInfo.environment
    let isDumb = environment["TERM"] == "dumb"
    let plain = !(environment["NO_COLOR"] ?? "").isEmpty || isDumb
    return Output(
      isColoured: !plain && isatty(STDOUT_FILENO) == 1,
      isInteractive: isatty(STDERR_FILENO) == 1 && !isDumb,
      isASCII: isatty(STDOUT_FILENO) == 1 && !Self.isUTF8(environment))
  }

  /// Whether characters are those of Unicode in the locale that an environment names, as POSIX has it: none is none.
  static func isUTF8(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
    let locale = names.first { !$0.isEmpty }?.lowercased() ?? ""
    return locale.contains("utf-8") || locale.contains("utf8")
  }

  /// The columns of a terminal; nil: it is none, or does not say.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes what a command has to say, for programs `asJSON`; returns what is wrong when the result cannot be written, nil when all is well.
  func show(_ outcome: Outcome, asJSON: Bool) throws -> String? {
    // A terminal may have another size than when the command began.
    let style = TerminalStyle(colour: isColoured, width: Self.columns(of: STDOUT_FILENO))
    let (result, lines) = try outcome.said(asJSON: asJSON, style: style)
    let code = Self.write(asJSON ? result : shown(result), to: STDOUT_FILENO)
    lines.forEach(note)
    guard code != 0 else { return nil }
    let reason = code == EBADF ? "it is closed" : String(cString: strerror(code))
    return "cannot write to standard output: \(reason)"
  }

  /// Writes a line about what goes on; there is nowhere to tell that this failed.
  func note(_ line: String) { _ = Self.write(shown(line) + "\n", to: STDERR_FILENO) }

  private func shown(_ text: String) -> String { isASCII ? ASCIIText.of(text) : text }

  /// Writes a line about what goes on beside, whatever line may be being replaced.
  func interject(_ line: String) { note((isInteractive ? "\r\u{1b}[K" : "") + line) }

  /// Writes a line about what went wrong.
  func complain(_ line: String) { note("harness: " + line) }

  /// Puts `line` in the place of the last line, on a terminal, as far as it fits into one: only one can be replaced.
  func replaceLine(_ line: String) {
    let fitting = Self.fitting(shown(line), columns: Self.columns(of: STDERR_FILENO) ?? 80)
    _ = Self.write("\r\u{1b}[K" + fitting, to: STDERR_FILENO)
  }

  /// What a line of so many columns has room for, with one for the cursor.
  static func fitting(_ line: String, columns: Int) -> String {
    line.count < columns ? line : line.prefix(max(0, columns - 2)) + "…"
  }

  /// Writes all of the text; returns the errno value of what went wrong, 0 for nothing.
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard written <= 0 else {
        bytes = bytes.dropFirst(written)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Somebody who shares the stream does not want to wait; we do.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      case let code: return code
      }
    }
    return 0
  }
}
