package import Foundation

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
    let (output, log) = (folder.appending(path: "output"), folder.appending(path: "log"))
    for file in [output, log] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = python
    process.arguments = [scripts.appending(path: name).path] + arguments
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: log)
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    guard process.terminationStatus == 0 else {
      throw Failure(description: try String(contentsOf: log, encoding: .utf8))
    }
    return try Data(contentsOf: output)
  }
}
