import Foundation
import Platform
import TestSupport
import Testing

/// `adapters check` as its users run it.
@Suite(.serialized) struct AdapterCheckCommandTests {
  private struct Report: Decodable {
    struct Result: Decodable {
      let check: String
      let verdict: String
      let seen: [String]
    }

    let results: [Result]
    let hostViolations: [String]
  }

  private func check(_ folder: String) async throws -> (outcome: Program.Outcome, report: Report) {
    let outcome = try await Program.run("adapters", "check", folder, "--quick", "--json")
    let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    return (outcome, report)
  }

  @Test(arguments: ["Tests/Fixtures/broken-adapters/sound", "adapters/python"])
  func `an adapter that keeps the protocol passes with exit code 0`(folder: String) async throws {
    let (outcome, report) = try await check(folder)
    let others = report.results.filter { $0.verdict != "passed" }.map { "\($0.check): \($0.seen)" }
    #expect(outcome.status == .status(0) && others.isEmpty, "\(others) \(outcome.errors)")
    #expect(report.results.count > 50 && report.hostViolations.isEmpty)
    #expect(outcome.errors.contains("checks: \(report.results.count) passed"))
  }

  @Test func `one that does not is told by the rule, with exit code 1`() async throws {
    let outcome = try await Program.run(
      "adapters", "check", "Tests/Fixtures/broken-adapters/X1-another-status", "--quick")
    #expect(outcome.status == .status(1), "\(outcome.errors)")
    let row = outcome.output.split(separator: "\n").filter { $0.contains(" failed ") }
    #expect(
      row.count == 1 && row[0].hasPrefix("X1 ") && row[0].contains("after shutdown it exited with status 3"))
  }

  @Test func `a folder without an adapter fails by what is missing`() async throws {
    let (outcome, report) = try await check("docs")
    #expect(outcome.status == .status(1))
    #expect(report.results.first { $0.check == "D1" }?.verdict == "failed")
    #expect(report.results.allSatisfy { $0.verdict != "passed" })
  }
}
