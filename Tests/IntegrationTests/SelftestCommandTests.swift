import Analysis
import Foundation
import Platform
import Record
import TestSupport
import Testing

@Suite struct SelftestCommandTests {
  @Test func `the counts of the self-test hold, and its report is a document`() async throws {
    let folder = Program.temporaryFolder()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "SELFTEST.md")
    let outcome = try await Program.run(
      "selftest", "--quick", "--only", "counts", "--seed", "5", "--report", file.path)
    #expect(outcome.status == .status(0), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("All 6 checks hold."))
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.hasPrefix("# Self-test\n") && text.contains("## counts") && text.contains("(seed 5)"))
  }

  @Test func `the exit code says whether all checks hold, and JSON has each of them`() async throws {
    let outcome = try await Program.run("selftest", "--quick", "--only", "distributions,counts", "--json")
    let report = try StoredForm.decode(SelftestReport.self, from: Data(outcome.output.utf8))
    #expect(outcome.status == .status(report.holds ? 0 : 1))
    #expect(report.parts.map(\.name) == ["distributions", "counts"])
    #expect(report.parts.map(\.checks.count) == [7, 6])
    for check in report.parts.flatMap(\.checks) {
      let seen = try #require(check.seen)
      let isJudged = check.machine.map { $0.quiet > 0 } ?? true
      let verdict: SelftestReport.Check.Verdict = (check.low...check.high).contains(seen) ? .holds : .fails
      #expect(check.verdict == (isJudged ? verdict : .notJudged))
    }
  }

  @Test func `a part that does not exist ends with status 2 and the nearest one`() async throws {
    let outcome = try await Program.run("selftest", "--only", "ratse")
    #expect(
      outcome.status == .status(2) && outcome.errors.contains("did you mean rates"), "\(outcome.errors)")
  }
}

@Suite struct StoredRunsTests {
  private let example = "results/example"

  @Test func `two stored runs are compared without an app`() async throws {
    let outcome = try await Program.run("compare", "--baseline", example, "--compare", example)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    #expect(outcome.output.contains("rust/hyper") && outcome.output.contains("1.000×"))
    let json = try await Program.run("compare", "--baseline", example, "--compare", example, "--json")
    let comparison = try StoredForm.decode(RunComparison.self, from: Data(json.output.utf8))
    #expect(comparison.cells.contains { $0.participant == "rust/hyper" } && comparison.differences.isEmpty)
  }

  @Test func `a run that was loaded differently is refused with status 1, and compared with --force`()
    async throws
  {
    let folder = Program.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: Project.folder.appending(path: example), to: folder)
    let file = folder.appending(path: "run.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing(#""connections" : 32"#, with: #""connections" : 64"#).utf8).write(to: file)
    let words = ["compare", "--baseline", example, "--compare", folder.path]
    let refused = try await Program.run(words)
    #expect(refused.status == .status(1) && refused.output == "")
    #expect(refused.errors.contains("plan.load.connections differs: 32 in the baseline, 64 in the other run"))
    let forced = try await Program.run(words + ["--force"])
    #expect(forced.status == .status(0) && forced.output.contains("warning: plan.load.connections differs"))
  }

  @Test(arguments: [
    (["--baseline", "results/example"], "give both --baseline DIR and --compare DIR"),
    (["--force"], "give both --baseline DIR and --compare DIR"),
    (["--baseline", "a", "--compare", "b", "--rounds", "3"], "--rounds is about measuring"),
    (["--baseline", "a", "--compare", "b", "--quiet"], "--quiet is about measuring"),
    (["--baseline", "a", "--compare", "b", "--delta", "x"], "--delta wants a number"),
  ])
  func `half a question and flags of measuring end with status 2`(words: [String], text: String) async throws
  {
    let outcome = try await Program.run(["compare"] + words)
    #expect(outcome.status == .status(2) && outcome.errors.contains(text), "\(outcome.errors)")
  }

  @Test func `a folder without a run ends with status 1 and its name`() async throws {
    let outcome = try await Program.run("compare", "--baseline", example, "--compare", "results/nowhere")
    #expect(
      outcome.status == .status(1) && outcome.errors.contains("results/nowhere: there is no such folder"))
  }
}
