import Evidence
import Foundation
import Record
import TestSupport
import Testing

@testable import Analysis

/// Everything that is stored satisfies the schemas in `Sources/Host/Record/Schema`, which allow no unknown member.
@Suite struct SchemaTests {
  private static let example = Project.folder.appending(path: "results/example")

  private static func problems(_ instances: [Data], _ schema: String) throws -> [String] {
    #expect(!instances.isEmpty)
    let file = Project.folder.appending(path: "Sources/Host/Record/Schema/\(schema).schema.json")
    return try JSONSchema.problems(with: instances, in: file).compactMap(\.self)
  }

  private static func expectValid(_ instances: [Data], _ schema: String) throws {
    let problems = try problems(instances, schema)
    #expect(problems == [], "\(schema)")
  }

  @Test func `the committed example run satisfies them`() throws {
    let file = { (path: String) in try RunFolder.data(of: Self.example.appending(path: path)) }
    let lines = { (path: String) in try file(path).split(separator: UInt8(ascii: "\n")).map { Data($0) } }
    try Self.expectValid([file("run.json")], "run")
    try Self.expectValid(lines("journal.jsonl"), "journal")
    try Self.expectValid(lines("series.jsonl"), "series")
    try Self.expectValid([file("comparison.json")], "comparison")
    let cells = try RunFolder.files(in: Self.example).filter { $0.contains("/") }
    #expect(cells.count > 30)
    try Self.expectValid(cells.map(file), "cell")
  }

  @Test func `a run in which much goes wrong satisfies them`() throws {
    let record = SchemaSample.record
    let comparison = Comparison(of: record)
    #expect(Set(comparison.cells.map(\.cell.state)) == [.measured, .failed, .refused])
    #expect(comparison.insights.contains { !$0.unavailable.isEmpty } && !comparison.tails.isEmpty)
    #expect(Set(comparison.memory.map(\.growth)) == [.grows, .unknown])
    try Self.expectValid([StoredForm.encode(record.run)], "run")
    try Self.expectValid(SchemaSample.entries.map(StoredForm.line), "journal")
    try Self.expectValid(record.series.map(StoredForm.line), "series")
    try Self.expectValid([StoredForm.encode(comparison)], "comparison")
    try Self.expectValid(comparison.cells.map { try StoredForm.encode($0.cell) }, "cell")
  }

  @Test func `every doubt and every reason satisfies its own`() throws {
    let comparison = try StoredForm.encode(Comparison(of: SchemaSample.record))
    let doubts = try SchemaSample.warnings.map { warning in
      let value = try JSONSerialization.jsonObject(with: StoredForm.encode([warning]))
      return try SchemaSample.changing(comparison) { $0["warnings"] = value }
    }
    try Self.expectValid(doubts, "comparison")
  }

  @Test
  func `profiles with and without numbers, graphs and baselines satisfy theirs, and come back the same`()
    throws
  {
    let profiles = try SchemaSample.profiles()
    let written = try profiles.map { try StoredForm.encode($0) }
    try Self.expectValid(written, "profile")
    #expect(try written.map { try StoredForm.decode(Profile.self, from: $0) } == profiles)
    #expect(String(decoding: written[1], as: UTF8.self).contains(#""flameGraph" : null"#))
    #expect(String(decoding: written[1], as: UTF8.self).contains(#""v8_heap_used_mb" : null"#))
  }

  @Test func `broken profiles do not`() throws {
    let whole = try StoredForm.encode(SchemaSample.profiles()[0])
    func part(_ change: @escaping (inout [String: Any]) -> Void) throws -> Data {
      try SchemaSample.changing(whole) { profile in
        guard var parts = profile["parts"] as? [[String: Any]] else { return }
        change(&parts[0])
        profile["parts"] = parts
      }
    }
    func member(_ name: String, _ change: @escaping (inout [String: Any]) -> Void) throws -> Data {
      try part { part in
        guard var object = part[name] as? [String: Any] else { return }
        change(&object)
        part[name] = object
      }
    }
    let broken = try [
      part { $0["flameGraph"] = NSNull() }, part { $0["flameGraph"] = nil },
      part { $0["telling"] = [["figure": "x"]] }, part { $0["news"] = 1 },
      member("metrics") { $0["gc_count"] = nil }, member("metrics") { $0["gc_count"] = "3" },
      member("metrics") { $0["news"] = 1 }, member("unavailable") { $0["flameGraph"] = "none" },
      member("unavailable") { $0["gc_count"] = "" }, member("flameGraph") { $0["unit"] = "calls" },
      member("flameGraph") { $0["svg"] = "../w.svg" }, member("cell") { $0["state"] = nil },
      SchemaSample.changing(whole) { $0["environment"] = [:] as [String: Any] },
      SchemaSample.changing(whole) { $0["settings"] = nil },
    ]
    #expect(try Self.problems(broken, "profile").count == broken.count)
  }

  @Test func `an unknown member, a missing one and a wrong type do not`() throws {
    let record = SchemaSample.record
    let comparison = Comparison(of: record)
    let records: [(schema: String, required: String, Data)] = try [
      ("run", "id", StoredForm.encode(record.run)), ("trial", "block", StoredForm.encode(record.trials[0])),
      ("journal", "trial", StoredForm.line(RunEntry.trial(record.trials[0]))),
      ("comparison", "families", StoredForm.encode(comparison)),
      ("cell", "state", StoredForm.encode(comparison.cells[0].cell)),
      ("series", "times", StoredForm.line(#require(record.series.first))),
    ]
    for (schema, required, record) in records {
      let broken = try [{ $0["news"] = 1 }, { $0[required] = nil }, { $0[required] = -1 }].map {
        try SchemaSample.changing(record, $0)
      }
      #expect(try Self.problems(broken, schema).count == broken.count, "\(schema)")
    }
  }
}
