import Foundation
import Glibc
import Orchestration

/// Asks the user whether an adapter from outside the project may run.
struct AdapterQuestion: Sendable {
  let output: Output
  /// Whether the answer was given on the command line.
  let isAnswered: Bool

  /// The answer; without a terminal nobody can be asked, and it is no.
  func ask(_ entry: AdapterCatalogue.Entry) async throws -> Bool {
    guard !isAnswered else { return true }
    guard output.isInteractive, isatty(STDIN_FILENO) == 1 else { return false }
    Self.words(entry).forEach(output.interject)
    output.replaceLine("Run it, now and as long as its adapter.json is the same? [y/N] ")
    return ["y", "yes"].contains(try await Self.line()?.lowercased())
  }

  /// What the adapter would do.
  static func words(_ entry: AdapterCatalogue.Entry) -> [String] {
    let pinned = entry.manifest.sha256?.count ?? 0
    let files =
      pinned == 0
      ? "It pins none of its files: what they do may change without another question."
      : "It pins \(pinned) of its files by SHA-256, and does not start when one has changed."
    return [
      "The \(entry.manifest.name) adapter is not part of this project. In \(entry.folder.path) it would run, as you:",
      "  \(entry.manifest.command.joined(separator: " "))",
      files,
    ]
  }

  /// The next line of standard input without spaces around it; nil at its end. Ends when the task is cancelled.
  private static func line() async throws -> String? {
    var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while poll(&ready, 1, 0) == 0 { try await Task.sleep(for: .milliseconds(20)) }
    return readLine()?.trimmingCharacters(in: .whitespaces)
  }
}
