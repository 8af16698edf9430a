import Foundation
import Platform
import TestSupport
import Testing

/// Commands that README and docs/START.md tell people to type do what they say, in a folder of nobody's: what measures is tried as a dry run, or
/// by the tests of its own.
@Suite struct DocumentCommandTests {
  /// What takes minutes, needs a server, or is run by tests of its own.
  private static let others = [
    "load", "profile", "verify", "selftest", "adapters check", "adapters new", "frameworks new",
  ]

  private static func lines() throws -> [String] {
    try ["README.md", "docs/START.md", "docs/FRAMEWORKS.md"].flatMap { document in
      let text = try String(contentsOf: Project.folder.appending(path: document), encoding: .utf8)
      return text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.flatMap {
        _, block in
        block.matches(of: /(?m)^(?:\.build\/release\/)?harness ([^#|\n]+)/).map {
          $0.1.trimmingCharacters(in: .whitespaces)
        }
      }
    }.filter { line in
      !others.contains { line.hasPrefix($0) } && !line.contains("<") && !line.contains("results/before")
    }
  }

  @Test func `what documents tell people to type ends well`() async throws {
    let folder = Program.temporaryFolder()
    let files = FileManager.default
    try files.createDirectory(at: folder.appending(path: "results"), withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    try files.copyItem(
      at: Project.folder.appending(path: "results/example"), to: folder.appending(path: "results/example"))
    let lines = try Self.lines()
    #expect(lines.count >= 12, "\(lines)")
    for line in lines {
      let words = line.hasPrefix("compare") && !line.contains("--dry-run") ? line + " --dry-run" : line
      let child = try ChildProcess(
        path: "/bin/bash", arguments: ["-c", "exec \(Program.path) \(words)"],
        environment: ["HARNESS_HOME": Project.folder.path], directory: folder.path)
      close(child.standardInput)
      let outcome = ProgramOutcome(of: child)
      #expect(outcome.status == .status(0), "\(line): \(outcome.errors)")
      if line.hasPrefix("compare") {
        #expect(outcome.output.contains("a difference is found from"), "\(line): \(outcome.output)")
        let runs = try files.contentsOfDirectory(atPath: folder.appending(path: "results").path)
        #expect(outcome.errors == "" && runs == ["example"], "\(line)")
      }
    }
    #expect(files.fileExists(atPath: folder.appending(path: "harness.json5").path))
  }
}
