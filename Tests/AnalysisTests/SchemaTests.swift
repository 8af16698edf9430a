import Analysis
import Foundation
import Record
import TestSupport
import Testing

/// Everything that is stored satisfies the schemas in `Sources/Host/Record/Schema`, which allow no unknown member.
@Suite struct SchemaTests {
  private static let example = Project.folder.appending(path: "results/example")
  /// A run with a workload that works, one that fails in a block and one that fails in all, and with too few blocks.
  private static let sample = SampleRun.make(
    [
      "a/x": ["v": [1000, 1010, 990], "w": [1, 2, 3], "u": [5, 6, 7]],
      "b/y": ["v": [2000, nil, 1990], "w": [4, 5, 6], "u": [nil, nil, nil]],
    ], frameworks: ["a/x", "b/y"], workloads: ["v", "w", "u"],
    twin: ["v": [1001, nil, 1000], "w": [nil, nil, nil], "u": [5, 6, 7]],
    p99: ["a/x": [1e6, 1.1e6], "a/x (twin)": [1e6, nil], "b/y": [2e6, 2.1e6]]
  ).telling(
    counters: ["cpu.total": "ns", "python.gc.time": "ns"], gauges: ["memory.rss": "bytes"]
  ) { _ in
    let metrics = [
      "cpu.total": 9e8, "cpu.user": 6e8, "cpu.system": 3e8, "memory.rss": 5e7, "python.gc.time": 1e6,
    ]
    return (metrics, ["python.gil.contended": "there is no compiler"], 1)
  }

  private static func problems(_ instances: [Data], _ schema: String) throws -> [String] {
    #expect(!instances.isEmpty)
    let file = Project.folder.appending(path: "Sources/Host/Record/Schema/\(schema).schema.json")
    return try JSONSchema.problems(with: instances, in: file).compactMap(\.self)
  }

  private static func lines(_ file: URL) throws -> [Data] {
    try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map { Data($0) }
  }

  @Test func `the committed example run satisfies them`() throws {
    let run = try Data(contentsOf: Self.example.appending(path: "run.json"))
    #expect(try Self.problems([run], "run") == [])
    #expect(try Self.problems(Self.lines(Self.example.appending(path: "trials.jsonl")), "trial") == [])
    #expect(
      try Self.problems([Data(contentsOf: Self.example.appending(path: "comparison.json"))], "comparison")
        == [])
    let frameworks = try ResultStore.read(Self.example).run.plan.frameworks
    let cells = try frameworks.flatMap { framework in
      let folder = Self.example.appending(path: "\(framework.adapter)-\(framework.framework)")
      return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
        try Data(contentsOf: $0)
      }
    }
    #expect(try Self.problems(cells, "cell") == [])
  }

  @Test func `a run with failures satisfies them`() throws {
    let comparison = Comparison(of: Self.sample)
    #expect(Set(comparison.workloads.flatMap(\.cells).map(\.state)) == [.measured, .failed])
    #expect(comparison.insights.count == 2 && comparison.insights[0].unavailable?.count == 1)
    #expect(try Self.problems([StoredForm.encode(Self.sample.run)], "run") == [])
    #expect(
      try Self.problems(Self.sample.trials.map { try StoredForm.encode($0, pretty: false) }, "trial") == [])
    #expect(try Self.problems((Self.sample.series ?? []).map(StoredForm.line), "series") == [])
    #expect(Set(comparison.memory?.map(\.growth) ?? []) == [.grows, .unknown])
    #expect(try Self.problems([StoredForm.encode(comparison)], "comparison") == [])
    #expect(
      try Self.problems(comparison.workloads.flatMap(\.cells).map { try StoredForm.encode($0) }, "cell") == []
    )
  }

  private static func profiles() -> [Profile] {
    let graph = Profile.FlameGraph(
      of: "w", profiler: "p 1", unit: "samples", intervalNanoseconds: 1, samples: 3, lost: 0, notes: ["note"],
      requestsPerSecond: 1, hottest: [.init(frame: "f", share: 0.5)])
    let measured = ProfileTests.run(
      [["cpu.total": 1e9, "python.gil.wait": 1], ["cpu.total": 2e9]], unavailable: ["node.gc.time": "why"])
    let failed = ProfileTests.run([nil])
    return [measured, failed].flatMap { stored in
      [nil, sample].map { baseline in
        Profile(of: stored, baseline: ProfileBaseline(of: stored, Comparison(of: stored), against: baseline))
        { _ in
          baseline == nil ? .drawn(graph) : .missing(reason: "none")
        }
      }
    }
  }

  @Test
  func `profiles with and without numbers, graphs and baselines satisfy theirs, and come back the same`()
    throws
  {
    let written = try Self.profiles().map { try StoredForm.encode($0) }
    #expect(try Self.problems(written, "profile") == [])
    #expect(try written.map { try StoredForm.decode(Profile.self, from: $0) } == Self.profiles())
    #expect(String(decoding: written[1], as: UTF8.self).contains(#""flameGraph" : null"#))
    #expect(String(decoding: written[1], as: UTF8.self).contains(#""v8_heap_used_mb" : null"#))
  }

  @Test func `broken profiles do not`() throws {
    let whole = try StoredForm.encode(Self.profiles()[0])
    func workload(_ change: @escaping (inout [String: Any]) -> Void) throws -> Data {
      try changing(whole) { profile in
        guard var workloads = profile["workloads"] as? [[String: Any]] else { return }
        change(&workloads[0])
        profile["workloads"] = workloads
      }
    }
    func member(_ name: String, _ change: @escaping (inout [String: Any]) -> Void) throws -> Data {
      try workload { workload in
        guard var object = workload[name] as? [String: Any] else { return }
        change(&object)
        workload[name] = object
      }
    }
    let broken = try [
      workload { $0["flameGraph"] = NSNull() }, workload { $0["flameGraph"] = nil },
      workload { $0["telling"] = [["figure": "x"]] }, workload { $0["news"] = 1 },
      member("metrics") { $0["gc_count"] = nil }, member("metrics") { $0["gc_count"] = "3" },
      member("metrics") { $0["news"] = 1 }, member("unavailable") { $0["flameGraph"] = "none" },
      member("unavailable") { $0["gc_count"] = "" }, member("flameGraph") { $0["unit"] = "calls" },
      member("flameGraph") { $0["svg"] = "../w.svg" }, member("cell") { $0["state"] = nil },
      changing(whole) { $0["environment"] = [:] as [String: Any] }, changing(whole) { $0["settings"] = nil },
    ]
    #expect(try Self.problems(broken, "profile").count == broken.count)
  }

  @Test func `an unknown member, a missing one and a wrong type do not`() throws {
    let comparison = Comparison(of: Self.sample)
    let records: [(String, Data)] = try [
      ("run", StoredForm.encode(Self.sample.run)), ("trial", StoredForm.encode(Self.sample.trials[0])),
      ("comparison", StoredForm.encode(comparison)),
      ("cell", StoredForm.encode(comparison.workloads[0].cells[0])),
      ("series", StoredForm.line(#require(Self.sample.series?.first))),
    ]
    let required = [
      "run": "id", "trial": "block", "comparison": "method", "cell": "state", "series": "times",
    ]
    for (schema, record) in records {
      let member = try #require(required[schema])
      let broken = try [{ $0["news"] = 1 }, { $0[member] = nil }, { $0[member] = -1 }].map {
        try changing(record, $0)
      }
      #expect(try Self.problems(broken, schema).count == broken.count)
    }
  }

  private func changing(_ record: Data, _ change: (inout [String: Any]) -> Void) throws -> Data {
    var object = try #require(try JSONSerialization.jsonObject(with: record) as? [String: Any])
    change(&object)
    return try JSONSerialization.data(withJSONObject: object)
  }
}
