import CLinux
import Glibc

/// A command that has our own standard streams and environment, in a process group of its own.
package enum ForegroundProcess {
  /// Runs the program that `PATH` has under the first of the words, with the others as arguments, which must be the only child of this
  /// process; returns how it ended. When the task is
  /// cancelled its group gets SIGTERM.
  package static func run(_ words: [String]) async throws -> ChildProcess.Exit {
    let pid = try start(["/usr/bin/env", "--"] + words)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        do {
          try startThread("wait \(pid)") { continuation.resume(returning: .ofOnly(pid)) }
        } catch {
          continuation.resume(throwing: error)
        }
      }
    } onCancel: {
      kill(-pid, SIGTERM)
    }
  }

  private static func start(_ words: [String]) throws(SystemError) -> Int32 {
    var argv = words.map { strdup($0) } + [nil]
    defer { argv.forEach { free($0) } }
    var pid: Int32 = 0
    let code = clinux_spawn(
      &pid, words[0], &argv, clinux_environ(), nil, [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO])
    guard code == 0 else { throw SystemError("start \(words[0])", code: code) }
    return pid
  }
}
