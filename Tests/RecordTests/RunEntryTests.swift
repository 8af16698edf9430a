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
    ("conditions", .conditions(FamilyConditions(family: .capacity, conditions: [.capacity("w")]))),
    (
      "trial",
      .trial(
        Trial(
          block: 0, participant: "a/x", condition: "w", startedAt: Date(timeIntervalSince1970: 7),
          failure: Trial.Failure(stage: .start, reason: "it did not start")))
    ),
    ("end", .end(FamilyEnd(family: .latency, blocks: 4, reason: .timeBudget))),
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
    #expect(texts[5] == #"{"end":{"blocks":4,"family":"latency","reason":"time-budget"}}"# + "\n")
    #expect(texts[6] == #"{"outcome":{"at":"1970-01-01T00:00:09Z","kind":"interrupted"}}"# + "\n")
  }

  @Test(arguments: [
    "{}", "[]", "7", #"{"news":{}}"#,
    #"{"end":{"blocks":4,"family":"latency","reason":"rounds"},"outcome":{"at":"1970-01-01T00:00:09Z","kind":"complete"}}"#,
    #"{"end":{"blocks":4,"family":"latency","reason":"rounds"},"news":{}}"#,
    #"{"end":{"blocks":4,"family":"latency","reason":"boredom"}}"#,
  ])
  func `no member, two of them, and one that is not known are refused`(text: String) {
    #expect(throws: DecodingError.self) { try StoredForm.decode(RunEntry.self, from: Data(text.utf8)) }
  }
}
