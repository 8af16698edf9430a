import Foundation
import Glibc
import Platform
import Record
import TestSupport
import Testing

/// The program as users run it.
enum Program {
  typealias Outcome = ProgramOutcome

  static let path = Project.folder.appending(path: ".build/debug/harness").path

  /// Gates of integrity that a machine fails on which other tests run, and a debug build of the engine.
  static let busyMachine = "littles-law,ports"

  static func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
    try await run(arguments, environment: environment)
  }

  static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
    let child = try ChildProcess(
      path: path, arguments: arguments, environment: environment, directory: Project.folder.path)
    close(child.standardInput)
    return ProgramOutcome(of: child)
  }

  /// The same in a shell that redirects a stream, e.g. `>/dev/full`, or substitutes a word.
  static func run(_ arguments: [String], redirecting: String, input: String = "") async throws -> Outcome {
    let child = try ChildProcess(
      path: "/bin/bash", arguments: ["-c", "exec \"$@\" \(redirecting)", "bash", path] + arguments,
      directory: Project.folder.path)
    let bytes = Array(input.utf8)
    _ = bytes.withUnsafeBytes { write(child.standardInput, $0.baseAddress, $0.count) }
    close(child.standardInput)
    return ProgramOutcome(of: child)
  }

  /// Copies an adapter to `place`, without what was installed and built for it.
  static func copyAdapter(_ name: String, to place: URL) throws {
    let files = FileManager.default
    try files.createDirectory(at: place, withIntermediateDirectories: true)
    let original = Project.folder.appending(path: "adapters/\(name)")
    for part in try files.contentsOfDirectory(at: original, includingPropertiesForKeys: nil)
    where !part.lastPathComponent.hasPrefix(".") {
      // What it has of another adapter is a link.
      try files.copyItem(
        at: part.resolvingSymlinksInPath(), to: place.appending(path: part.lastPathComponent))
    }
    try? files.removeItem(at: place.appending(path: "agent/.build"))
  }

  /// The folder of the only run among stored ones.
  static func onlyRun(in results: URL) throws -> URL {
    let runs = try RunStore(results).folders()
    try #require(runs.count == 1)
    return runs[0]
  }

  /// A place for a test's files, which is not there yet.
  static func temporaryFolder() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
  }
}
