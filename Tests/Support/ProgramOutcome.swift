import Glibc
package import Platform

/// A program that was run to its end.
package struct ProgramOutcome: Sendable {
  /// How it ended.
  package let status: ChildProcess.Exit
  /// All that it printed.
  package let output: String
  /// The last 40 lines of its standard error.
  package let errors: String

  /// Whether it ended with status 0.
  package var isSuccess: Bool { status == .status(0) }

  /// Runs the program at `path` with nothing at its standard input, in `directory` (nil: ours). Holds the thread meanwhile.
  ///
  /// Not by Foundation's `Process`, whose pipes every other child that is started in the same moment inherits: as long as such a child
  /// lives there is more to read.
  package init(of path: String, _ arguments: [String], directory: String? = nil) throws {
    let child = try ChildProcess(path: path, arguments: arguments, directory: directory)
    close(child.standardInput)
    self.init(of: child)
  }

  /// Waits for the end of a program whose standard input is closed. Holds the thread meanwhile.
  package init(of child: ChildProcess) {
    let (output, exit) = child.finish()
    child.waitForStandardError(milliseconds: 10_000)
    self.init(
      status: exit, output: String(decoding: output, as: UTF8.self),
      errors: child.standardErrorTail.joined(separator: "\n"))
  }

  /// How a program ended and what it had to say.
  package init(status: ChildProcess.Exit, output: String, errors: String) {
    (self.status, self.output, self.errors) = (status, output, errors)
  }
}
