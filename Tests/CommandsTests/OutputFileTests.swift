import Foundation
import Reporting
import TestSupport
import Testing

@testable import Commands

/// A folder that ends with the test.
private func inFolder(_ body: (URL) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try await body(folder)
}

private func run(_ words: [String]) async throws -> Outcome {
  let context = Context(output: .standard, root: Harness.root, project: Project.folder)
  return try await Harness.request(words, in: context).request.run(in: context)
}

@Suite struct OutputFileTests {
  @Test(arguments: [
    (["load", "http://127.0.0.1:1/"], "hgrm"), (["load", "http://127.0.0.1:1/"], "hlog"),
    (["load", "http://127.0.0.1:1/"], "csv"), (["selftest", "--only", "counts"], "report"),
    (["compare", "--frameworks", "python,node"], "report"), (["report", "results/example"], "report"),
  ])
  func `a file that cannot be written is said before the work begins`(words: [String], flag: String)
    async throws
  {
    try await inFolder { folder in
      let (file, nowhere) = (folder.appending(path: "file"), folder.appending(path: "no"))
      try Data().write(to: file)
      let wrong = [
        (folder, "it is a folder"), (nowhere.appending(path: "x"), "there is no folder \(nowhere.path)"),
        (file.appending(path: "x"), "\(file.path) is not a folder"),
      ]
      for (place, problem) in wrong {
        await #expect(throws: UsageError("--\(flag): cannot write `\(place.path)`: \(problem)")) {
          try await run(words + ["--\(flag)", place.path])
        }
      }
    }
  }

  @Test func `a file that cannot be written after all leaves the answer and says why`() async throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    try await inFolder { folder in
      let full = folder.appending(path: "full.md")
      try FileManager.default.createSymbolicLink(atPath: full.path, withDestinationPath: "/dev/full")
      let words = ["report", sample.folder.path]
      let (plain, outcome) = (try await run(words), try await run(words + ["--report", full.path]))
      #expect(plain.exitCode == .ok && outcome.exitCode == .failed)
      #expect(outcome.answer?.text(.plain) == plain.answer?.text(.plain) && outcome.notes == plain.notes)
      #expect(
        outcome.remarks == ["harness: --report: cannot write `\(full.path)`: No space left on device"])
    }
  }

  @Test func `a file that can be written is tried and left as it was`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (old, new, link) = (
      folder.appending(path: "old"), folder.appending(path: "new"), folder.appending(path: "link")
    )
    try Data("kept".utf8).write(to: old)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.appending(path: "later"))
    for place in [old, new, link] { try OutputFile(place, flag: "csv").check() }
    #expect(try Data(contentsOf: old) == Data("kept".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["link", "old"])
    #expect {
      try OutputFile(URL(filePath: "/proc/no-such-file"), flag: "csv").check()
    } throws: { "\($0)".hasPrefix("--csv: cannot write `/proc/no-such-file`: ") }
  }

  @Test func `what was interrupted stays so, whatever cannot be written`() {
    let outcome = Outcome(answer: nil, exitCode: .interrupted)
    #expect(outcome.remarking(["x"]).exitCode == .interrupted)
    #expect(Outcome(answer: nil).remarking([]).exitCode == .ok)
  }
}
