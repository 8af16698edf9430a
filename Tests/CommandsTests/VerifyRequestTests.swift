import Foundation
import Record
import Reporting
import Testing

@testable import Commands

@Suite struct VerifyRequestTests {
  @Test func `what verification finds is its answer, for people and for programs`() throws {
    let words = ["verify", "--frameworks", "a", "--seed", "7"]
    let request = try #require(try Harness.request(words) as? VerifyRequest)
    let records = [
      ConformanceRecord(participant: "a/x", workload: nil, checks: 3, failures: []),
      ConformanceRecord(
        participant: "a/x", workload: "v", checks: 2,
        failures: [.init(check: "c", request: "GET /", expected: "200", got: "404")]),
    ]
    let outcome = request.outcome(records)
    let (text, lines) = try outcome.said(asJSON: false, style: .plain)
    #expect(
      text == """
        ok      a/x server: 3 checks
        FAILED  a/x v: 2 checks
          c: GET /
            expected 200
            got      404

        """)
    #expect(lines == ["1 of 2 parts failed, 5 checks (repeat with --seed 7)"])
    let deviation = FrameworkFacts.Deviation(id: "d", description: "It has no v.", workloads: ["w", "v"])
    let facts = FrameworkFacts(participant: "a/x", runtime: "r", versions: [:], deviations: [deviation])
    let declared = request.outcome(records, [facts])
    let (told, end) = try declared.said(asJSON: false, style: .plain)
    #expect(told == "ok      a/x server: 3 checks\ndiffers a/x v: 2 checks\n  It has no v.\n")
    #expect(end == ["5 checks passed, but for 1 that differ as declared (seed 7)"])
    #expect(declared.exitCode == .ok)
    #expect(outcome.exitCode == .failed && request.outcome([records[0]]).exitCode == .ok)
    let json = try outcome.said(asJSON: true, style: .plain).result
    #expect(
      try JSONDecoder().decode([ConformanceRecord].self, from: Data(json.utf8)).map(\.checks) == [3, 2])
  }
}
