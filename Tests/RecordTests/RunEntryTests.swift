import Foundation
import Record
import TestSupport
import Testing

@Suite struct RunEntryTests {
  private static let entries: [(kind: String, entry: RunEntry)] = [
    (
      "framework",
      .framework(
        FrameworkFacts(participant: "a/x", runtime: "r 1", versions: ["framework": "1"], deviations: []))
    ),
    ("metrics", .metrics(SampleRun.metrics)),
    (
      "conformance",
      .conformance(ConformanceRecord(participant: "a/x", workload: nil, checks: 3, failures: []))
    ),
    (
      "pilot",
      .pilot(
        Pilot(
          participant: "a/x", startupNanoseconds: 7, cycle: ["w"],
          windows: [
            .init(workload: "w", endNanoseconds: 100, requestsPerSecond: 1.5, generatorDemand: 0.25)
          ],
          confirmations: [.init(workload: "w", logRatios: [-0.01, 0.02])],
          failure: Trial.Failure(stage: .warmup, reason: "it went away")))
    ),
    (
      "design",
      .design(
        Design(
          availableSeconds: 500, warmups: ["a/x": .init(seconds: 3, requests: 7)],
          windows: [.init(condition: .capacity("w"), seconds: 0.3, turns: 6)], omitted: ["w at 50%": .time],
          blockSeconds: 9, smallestDifference: 0.04))
    ),
    (
      "session",
      .session(
        Session(
          block: 1, participant: "a/x", startupNanoseconds: 7, warmupNanoseconds: 8, warmupRequests: 9))
    ),
    (
      "trial",
      .trial(
        Trial(
          block: 0, participant: "a/x", condition: "w", startedAt: Date(timeIntervalSince1970: 7),
          failure: Trial.Failure(stage: .start, reason: "it did not start")))
    ),
    ("end", .end(BlocksEnd(blocks: 4, reason: .timeBudget))),
    ("outcome", .outcome(RunOutcome(.interrupted, at: Date(timeIntervalSince1970: 9)))),
  ]

  @Test func `an entry is a line with one member, named after its kind`() throws {
    for (kind, entry) in Self.entries {
      let line = try StoredForm.line(entry)
      #expect(line.count { $0 == UInt8(ascii: "\n") } == 1 && line.last == UInt8(ascii: "\n"))
      let object = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
      #expect(Array(object.keys) == [kind])
      #expect(try StoredForm.decode(RunEntry.self, from: line) == entry)
    }
  }

  @Test func `what people look for in a journal is readable`() throws {
    let texts = try Self.entries.map { String(decoding: try StoredForm.line($0.entry), as: UTF8.self) }
    #expect(texts[4].contains(#""omitted":{"w at 50%":"time"}"#))
    #expect(texts[7] == #"{"end":{"blocks":4,"reason":"time-budget"}}"# + "\n")
    #expect(texts[8] == #"{"outcome":{"at":"1970-01-01T00:00:09Z","kind":"interrupted"}}"# + "\n")
  }

  @Test(arguments: [
    "{}", "[]", "7", #"{"news":{}}"#,
    #"{"end":{"blocks":4,"reason":"rounds"},"outcome":{"at":"1970-01-01T00:00:09Z","kind":"complete"}}"#,
    #"{"end":{"blocks":4,"reason":"rounds"},"news":{}}"#,
    #"{"end":{"blocks":4,"reason":"boredom"}}"#,
  ])
  func `no member, two of them, and one that is not known are refused`(text: String) {
    #expect(throws: DecodingError.self) { try StoredForm.decode(RunEntry.self, from: Data(text.utf8)) }
  }
}
