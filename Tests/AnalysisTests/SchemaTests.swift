import Analysis
import Foundation
import Record
import TestSupport
import Testing

/// Everything that is stored satisfies the schemas in `Sources/Host/Record/Schema`, which allow no unknown member.
@Suite struct SchemaTests {
  private static func problems(_ instances: [Data], _ schema: String) throws -> [String] {
    #expect(!instances.isEmpty)
    let file = Project.folder.appending(path: "Sources/Host/Record/Schema/\(schema).schema.json")
    return try JSONSchema.problems(with: instances, in: file).compactMap(\.self)
  }

  @Test func `the committed example run satisfies them`() throws {
    let example = Project.folder.appending(path: "results/example")
    func file(_ name: String) throws -> Data { try Data(contentsOf: example.appending(path: name)) }
    func lines(_ name: String) throws -> [Data] {
      try file(name).split(separator: UInt8(ascii: "\n")).map { Data($0) }
    }
    #expect(try Self.problems([file("run.json")], "run") == [])
    #expect(try Self.problems(lines("journal.jsonl"), "entry") == [])
    #expect(try Self.problems(lines("series.jsonl"), "series") == [])
    #expect(try Self.problems([file("comparison.json")], "comparison") == [])
    let cells = try FileManager.default.subpathsOfDirectory(atPath: example.path).filter {
      $0.contains("/") && $0.hasSuffix(".json")
    }
    #expect(try Self.problems(cells.map(file), "cell") == [])
  }

  @Test func `runs in which everything happens satisfy theirs`() throws {
    for record in StoredRuns.all {
      #expect(try Self.problems([StoredForm.encode(record.run)], "run") == [])
      #expect(try Self.problems(StoredRuns.entries(of: record), "entry") == [])
      let trials = try record.trials.map { try StoredForm.encode($0) }
      #expect(try Self.problems(trials, "trial") == [])
      guard !record.series.isEmpty else { continue }
      #expect(try Self.problems(record.series.map(StoredForm.line), "series") == [])
    }
    #expect(StoredRuns.all.contains { $0.trials.contains { $0.failure != nil } })
    #expect(StoredRuns.whole.trials.contains { $0.load?.slowest != nil && $0.load?.openLoop != nil })
  }

  @Test func `what they say satisfies theirs, doubts and reasons of every kind among it`() throws {
    let comparisons = StoredRuns.all.map { Comparison(of: $0) }
    #expect(try Self.problems(comparisons.map { try StoredForm.encode($0) }, "comparison") == [])
    let cells = comparisons.flatMap { $0.cells.map(\.cell) }
    #expect(try Self.problems(cells.map { try StoredForm.encode($0) }, "cell") == [])
    #expect(Set(cells.map(\.state)) == [.measured, .invalid, .refused, .failed])
    #expect(
      try kinds(cells.compactMap(\.reason)) == ["gates", "refused", "failed", "tooFewRequests", "notReached"])
    #expect(
      try kinds(comparisons.flatMap(\.warnings)) == [
        "disturbed", "generatorLimited", "cannotServe",
        "fewBlocks", "incomplete", "sharedProcessors", "drift", "twinDiffers", "missing", "errors",
        "wrongAnswers", "gate",
        "vanished", "orphaned", "sharedCores", "neverSteady", "omitted",
      ])
    #expect(comparisons.contains { $0.tails.contains { $0.findings.contains { $0.unknown != nil } } })
    #expect(comparisons.contains { $0.tails.contains { $0.findings.contains { $0.share != nil } } })
    #expect(Set(comparisons.flatMap(\.memory).map(\.growth)) == [.grows, .noGrowth, .unknown])
    #expect(comparisons.contains { $0.insights.contains { !$0.figures.isEmpty && !$0.unavailable.isEmpty } })
  }

  /// The members' names of what is stored as an object with one.
  private func kinds(_ values: [some Encodable]) throws -> Set<String> {
    Set(
      try values.flatMap { value in
        let object = try JSONSerialization.jsonObject(with: StoredForm.encode(value)) as? [String: Any]
        return object.map { Array($0.keys) } ?? []
      })
  }

  private static func profiles() throws -> [Profile] {
    let graph = Profile.FlameGraph(
      of: "w", profiler: "p 1", unit: "samples", intervalNanoseconds: 1, samples: 3, lost: 0, notes: ["note"],
      requestsPerSecond: 1, hottest: [.init(frame: "f", share: 0.5)])
    let measured = ProfileTests.run(
      [["cpu.total": 1e9, "python.gil.wait": 1], ["cpu.total": 2e9]],
      unavailable: ["python.gc.time": "why"])
    let failed = ProfileTests.run([nil])
    return try [measured, failed, StoredRuns.whole].flatMap { record in
      try [nil, measured.with(workers: 3), StoredRuns.whole].map { other in
        let baseline = ProfileBaseline(of: record, Comparison(of: record), against: other)
        return try #require(
          Profile(of: record, baseline: baseline) { _ in
            other == nil ? .drawn(graph) : .missing(reason: "none")
          })
      }
    }
  }

  @Test
  func `profiles with and without numbers, graphs and baselines satisfy theirs, and come back the same`()
    throws
  {
    let profiles = try Self.profiles()
    let written = try profiles.map { try StoredForm.encode($0) }
    #expect(try Self.problems(written, "profile") == [])
    #expect(try written.map { try StoredForm.decode(Profile.self, from: $0) } == profiles)
    let text = String(decoding: written[1], as: UTF8.self)
    #expect(text.contains(#""flameGraph" : null"#) && text.contains(#""v8_heap_used_mb" : null"#))
    #expect(
      try kinds(profiles.compactMap(\.baseline).flatMap { $0.leftOut.values.joined() })
        == ["missing", "notPartOf", "noNumber"])
    #expect(profiles.contains { $0.baseline?.doubts.isEmpty == false })
  }

  @Test func `broken profiles do not`() throws {
    let whole = try StoredForm.encode(Self.profiles()[0])
    func part(_ change: @escaping (inout [String: Any]) -> Void) throws -> Data {
      try changing(whole) { profile in
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
      part { $0["telling"] = [["reading": "x"]] }, part { $0["news"] = 1 }, part { $0["condition"] = "w" },
      member("metrics") { $0["gc_count"] = nil }, member("metrics") { $0["gc_count"] = "3" },
      member("metrics") { $0["news"] = 1 }, member("unavailable") { $0["flameGraph"] = ["noTrial": [:]] },
      member("unavailable") { $0["gc_count"] = "why" },
      member("unavailable") { $0["gc_count"] = ["noTrial": [:], "unavailable": ["reason": "why"]] },
      member("flameGraph") { $0["unit"] = "calls" }, member("flameGraph") { $0["svg"] = "../w.svg" },
      member("cell") { $0["state"] = nil },
      changing(whole) { $0["environment"] = [:] as [String: Any] }, changing(whole) { $0["settings"] = nil },
    ]
    #expect(try Self.problems(broken, "profile").count == broken.count)
  }

  @Test func `an unknown member, a missing one, a wrong type and another version do not`() throws {
    let comparison = try StoredForm.encode(Comparison(of: StoredRuns.whole))
    let series = try StoredForm.line(#require(StoredRuns.whole.series.first))
    let records: [(schema: String, member: String, record: Data)] = try [
      ("run", "id", StoredForm.encode(StoredRuns.whole.run)),
      ("trial", "block", StoredForm.encode(StoredRuns.whole.trials[0])),
      ("comparison", "families", comparison),
      ("cell", "state", StoredForm.encode(Comparison(of: StoredRuns.whole).cells[0].cell)),
      ("series", "times", series),
    ]
    for (schema, member, record) in records {
      let broken = try [{ $0["news"] = 1 }, { $0[member] = nil }, { $0[member] = -1 }].map {
        try changing(record, $0)
      }
      #expect(try Self.problems(broken, schema).count == broken.count, "\(schema)")
    }
    let old = try ["run", "comparison"].map { name in
      let record = try #require(records.first { $0.schema == name }?.record)
      return try Self.problems([changing(record) { $0["schemaVersion"] = 1 }], name).count
    }
    #expect(old == [1, 1])
  }

  @Test
  func `an entry of two kinds or an unknown one, and a trial with neither figures nor a failure, do not`()
    throws
  {
    let lines = try StoredRuns.entries(of: StoredRuns.whole)
    let end = try #require(lines.last)
    let broken = try [
      changing(end) { $0["news"] = 1 }, changing(end) { $0 = [:] },
      changing(end) { $0["end"] = ["family": "capacity", "blocks": 1, "reason": "rounds"] },
      changing(end) { $0 = ["metrics": [["name": "m"]]] },
      changing(end) { $0 = ["conditions": ["family": "f"]] },
    ]
    #expect(try Self.problems(broken, "entry").count == broken.count)
    let measured = try StoredForm.encode(StoredRuns.whole.trials[0])
    let trials = try [
      changing(measured) { $0["figures"] = [:] as [String: Any] },
      changing(measured) {
        $0["failure"] = ["stage": "stop", "reason": "r", "standardError": []] as [String: Any]
      },
      changing(measured) { $0["figures"] = ["throughput": -1] }, changing(measured) { $0["vanished"] = nil },
    ]
    #expect(try Self.problems(trials, "trial").count == trials.count)
  }

  private func changing(_ record: Data, _ change: (inout [String: Any]) -> Void) throws -> Data {
    var object = try #require(try JSONSerialization.jsonObject(with: record) as? [String: Any])
    change(&object)
    return try JSONSerialization.data(withJSONObject: object)
  }
}
