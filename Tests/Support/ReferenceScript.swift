package import Foundation
import Glibc
import Platform

/// A script of `scripts/references`, which asks an implementation that is not ours.
package enum ReferenceScript {
  /// The script could not be run, or failed.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// What the script prints, given `arguments`; waits without holding a thread of the pool.
  package static func run(_ name: String, _ arguments: String...) async throws -> Data {
    let scripts = Project.folder.appending(path: "scripts/references")
    let python = scripts.appending(path: ".venv/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else {
      throw Failure(description: "what tests compare with is not installed; run scripts/references/prepare")
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "reference-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "output")
    let words = [python.path, scripts.appending(path: name).path] + arguments
    let script = try ChildProcess(
      path: "/bin/sh", arguments: ["-c", "exec \"$@\" >\"$0\"", output.path] + words)
    close(script.standardInput)
    close(script.standardOutput)
    guard await script.waitForExit() == .status(0) else {
      throw Failure(description: script.standardErrorTail.joined(separator: "\n"))
    }
    return try Data(contentsOf: output)
  }
}
