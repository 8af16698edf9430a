package import Foundation
import Platform
package import Record

/// An app of the user's own, and what only this machine needs to know of it: no environment comes into a run's record.
package struct OwnApp: Sendable {
  /// What it is called, and its command or its URL.
  package let participant: Participant
  /// Where its commands run; nil: where we do.
  package let directory: URL?
  /// What is added to our environment for them.
  package let environment: [String: String]
  /// The path that is asked until it answers with a status below 500, or 501, by which a server says that it knows no GET.
  package let healthPath: String
  /// A command that makes it, before it is started for the first time; nil: none.
  package let build: String?

  /// What is asked for its health if nobody says otherwise.
  package static let usualHealthPath = "/health"

  /// An app of this name.
  package init(
    named name: String, _ app: Participant.App, directory: URL? = nil, environment: [String: String] = [:],
    healthPath: String = usualHealthPath, build: String? = nil
  ) {
    participant = Participant(named: name, app)
    self.directory = directory
    self.environment = environment
    self.healthPath = healthPath
    self.build = build
  }
}

extension OwnApp {
  /// What is wrong with the name of an app, which is one of files and columns too; nil: nothing.
  package static func problem(withName name: String) -> String? {
    let isName =
      name.first?.isLetter == true
      && name.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0))
      }
    return isName ? nil : "an app's name has letters, digits, `.`, `_` and `-`, and begins with a letter"
  }

  /// Throws what is wrong with the URL of a server.
  package static func check(url: String) throws { _ = try ServerApp.address(of: url) }

  /// Starts a line of shell of the app's, which prints to its standard error alone, on these processors (none: all).
  func shell(
    _ line: String, _ more: [String: String] = [:], cpus: [Int] = []
  ) throws(Trial.Failure) -> ChildProcess {
    let shell = ["/bin/sh", "-c", "exec >&2\n" + line]
    let pinning = cpus.isEmpty ? [] : ["taskset", "-c", cpus.map(String.init).joined(separator: ",")]
    let words = ["/usr/bin/env"] + pinning + shell
    do {
      let process = try ChildProcess(
        path: words[0], arguments: Array(words.dropFirst()), environment: environment.merging(more) { $1 },
        directory: directory?.path)
      close(process.standardInput)
      close(process.standardOutput)
      return process
    } catch {
      throw Trial.Failure(stage: .start, reason: "`\(line)` cannot be started: \(error)")
    }
  }

  /// Builds it; an error is the command's last words.
  func prepare() async throws {
    guard let build else { return }
    let process = try shell(build)
    let exit = await withTaskCancellationHandler {
      await process.waitForExit()
    } onCancel: {
      process.signalGroup(SIGTERM)
    }
    try Task.checkCancellation()
    guard exit != .status(0) else { return }
    throw Trial.Failure(
      stage: .prepare, reason: "the build of \(participant.id) (`\(build)`) \(exit)",
      standardError: process.standardErrorTail)
  }
}
