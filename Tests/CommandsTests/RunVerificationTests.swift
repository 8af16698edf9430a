import Analysis
import Evidence
import Foundation
import JSON
import Record
import TestSupport
import Testing

@testable import Commands

/// One after the other: each keeps a processor busy, and the load tests that run beside need the other one.
@Suite(.serialized) struct RunVerificationTests {
  private static let example = Project.folder.appending(path: "results/example")

  @Test func `a run as compare leaves it is proven, and so is the committed example`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    #expect(sample.failures == [:])
    let verification = RunVerification(Self.example)
    #expect(verification.isProven, "\(verification.text)")
    #expect(
      verification.checks.map(\.check) == [
        "manifest", "schema", "trials", "comparison.json", "cells", "comparison.csv", "latency.csv",
        "BENCHMARK_RESULTS.md",
      ])
    #expect(verification.text.contains("\nproven: "))
  }

  @Test func `a byte that is flipped anywhere in any file is found`() async throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let files = try RunFolder.files(in: sample.folder)
    #expect(files.count == 11)
    for path in files {
      let count = try Data(contentsOf: sample.folder.appending(path: path)).count
      for part in 0...20 {
        await Task.yield()
        let (position, bit) = ((count - 1) * part / 20, UInt8(1) << UInt8(part % 8))
        try sample.change(path) { $0[position] ^= bit }
        #expect(sample.failures["manifest"] != nil, "byte \(position) of \(path)")
        try sample.change(path) { $0[position] ^= bit }
      }
    }
    #expect(sample.failures == [:])
  }

  @Test func `a byte that is flipped in the committed example differs from its manifest`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "example-\(UUID())")
    try FileManager.default.copyItem(at: Self.example, to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try RunFolder.files(in: folder)
    #expect(files.count == 26)
    for path in files {
      let file = folder.appending(path: path)
      let bytes = try Data(contentsOf: file)
      for part in 0...4 {
        var changed = bytes
        changed[(bytes.count - 1) * part / 4] ^= 1 << UInt8(part)
        try changed.write(to: file)
        let found = Result { try Manifest(in: folder)?.differences(from: folder) }
        #expect((try? found.get())?.isEmpty != true, "part \(part) of \(path)")
      }
      try bytes.write(to: file)
    }
    #expect(try Manifest(in: folder)?.differences(from: folder) == [])
  }

  @Test
  func `every number of comparison.json is computed again, even when the manifest agrees with the change`()
    async throws
  {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let file = sample.folder.appending(path: "comparison.json")
    let original = try Data(contentsOf: file)
    let changes = numbers(in: try StoredForm.decode(JSONValue.self, from: original))
    #expect(changes.count > 70)
    for (pointer, changed) in changes {
      await Task.yield()
      try sample.change("comparison.json", recorded: true) {
        $0 = try StoredForm.encode(changed)
      }
      let failures = sample.failures
      #expect(failures["manifest"] == nil)
      let named = (failures["comparison.json"] ?? []) + (failures["schema"] ?? [])
      #expect(
        named.contains { $0.hasPrefix("\(pointer): stored ") || pointer == "/schemaVersion" }, "\(pointer)")
    }
  }

  @Test func `every number of the committed comparison.json is compared, and only the changed one is named`()
    async throws
  {
    let recomputed = try parts(StoredForm.encode(Comparison(of: ResultStore.read(Self.example))))
    let stored = try parts(Data(contentsOf: Self.example.appending(path: "comparison.json")))
    var count = 0
    for (pointer, part) in stored {
      for (place, changed) in numbers(in: part, at: pointer) {
        await Task.yield()
        let lines = FileDifference.lines(
          stored: changed, recomputed: recomputed[pointer], tolerance: RunVerification.tolerance, at: pointer)
        #expect(lines.count == 1 && lines[0].hasPrefix("\(place): stored "), "\(place): \(lines)")
        count += 1
      }
    }
    #expect(count > 700)
  }

  /// The members of a JSON object by their pointers, and the elements of those that are arrays.
  private func parts(_ data: Data) throws -> [String: JSONValue] {
    let members = try StoredForm.decode([String: JSONValue].self, from: data)
    return members.reduce(into: [:]) { parts, member in
      guard case .array(let elements) = member.value else {
        parts["/\(member.key)"] = member.value
        return
      }
      for (index, element) in elements.enumerated() { parts["/\(member.key)/\(index)"] = element }
    }
  }

  @Test(arguments: [
    (
      "a-x/w.json", #""requests" : 8001"#, #""requests" : 9"#, "cells",
      "a-x/w.json: /requests: stored 9, recomputed 8001"
    ),
    ("latency.csv", "a/x,w,500.0", "a/x,w,501.0", "latency.csv", "line 2: "),
    (
      "trials.jsonl", #""offeredRate":500"#, #""offeredRate":501"#, "trials",
      "it is block 0 of a/x under w at 501.0/s, where the schedule has block 0 of a/x under w at 500.0/s"
    ),
    (
      "run.json", #""capacity" : 1000"#, #""capacity" : 1001"#, "trials",
      "offered rates do not follow from the trials"
    ),
    (
      "run.json", #""reason" : "time-budget""#, #""reason" : "precision""#, "trials",
      "the latency half cannot have ended after 2 blocks by precision"
    ),
    (
      "run.json", #""minimumRounds" : 6"#, #""minimumRounds" : 9"#, "trials",
      "the capacity half cannot have ended after 8 blocks by rounds"
    ),
    ("run.json", "0.5\n", "5e300\n", "trials", "it has no rates to offer, or two kinds of them"),
    ("comparison.csv", "a/x,w,measured,8", "a/x,w,measured,9", "comparison.csv", "line 2: "),
    ("BENCHMARK_RESULTS.md", "2.00×", "2.01×", "BENCHMARK_RESULTS.md", "line "),
    (
      "run.json", "\"sample\"", "\"simple\"", "comparison.json",
      "/run: stored \"sample\", recomputed \"simple\""
    ),
    ("run.json", "\"host\"", "\"hosts\" : 1, \"host\"", "trials", "run.json is not as harness writes it: "),
    (
      "trials.jsonl", #""memory.rss":50000000"#, #""memory.rss":50000001"#, "comparison.json",
      "/workloads/0/cells/0/memoryBytes: "
    ),
    (
      "trials.jsonl", #""windowNanoseconds":1000000000"#, #""windowNanoseconds":1000000001"#, "trials",
      "line 1: the gate generator-cpu does not follow from the figures"
    ),
    (
      "trials.jsonl", #""limit":0.8,"#, #""limit":0.9,"#, "trials",
      "line 1: the gate generator-cpu does not follow from the figures"
    ),
    (
      "trials.jsonl", #""steadyFrom":1"#, #""steadyFrom":0"#, "trials",
      "line 1: the steady state does not follow from the warm-up's windows"
    ),
    (
      "trials.jsonl", #""endNanoseconds":[60000000,"#, #""endNanoseconds":[-1,"#, "trials",
      "line 1: the warm-up's windows cannot be"
    ),
    (
      "trials.jsonl", #""stolenNanoseconds":0"#, #""stolenNanoseconds":-1"#, "trials",
      "line 1: what the machine did is out of range"
    ),
    (
      "trials.jsonl", #""answered":1000,"#, #""answered":1001,"#, "trials",
      "line 1: 1000 requests were sent, but 1001 ended"
    ),
    (
      "trials.jsonl", #""block":1,"#, #""block":0,"#, "trials",
      "line 5: it is block 0 of a/x under w, where the schedule has block 1 of a/x under w"
    ),
    (
      "trials.jsonl", #""metrics":{"#, #""vanished":0,"metrics":{"#, "trials",
      "line 1: 0 processes cannot have ended"
    ),
    (
      "trials.jsonl", #""metrics":{"#,
      #""unavailable":[{"reason":"hidden","metrics":["memory.rss"]}],"metrics":{"#, "trials",
      "line 1: a metric is both there and missing"
    ),
    ("trials.jsonl", "\n", "\n{", "trials", "cannot read the stored run"),
    (
      "series.jsonl", #""memory.rss":[50000000,50000200,50000400,50000600,50000800,50001000,50001200"#,
      #""memory.rss":[50000000,50000200,50000400,50000600,50000800,50001000,50009200"#, "comparison.json",
      "/memory/0/bytesPerRequest: "
    ),
    (
      "series.jsonl", #""requests":[0,100,"#, #""requests":[1,100,"#, "trials",
      "series.jsonl line 1: it has more requests than 1000"
    ),
    (
      "series.jsonl", #""endNanoseconds":11"#, #""endNanoseconds":12"#, "trials",
      "series.jsonl line 1: its window is not that of the trial"
    ),
    (
      "series.jsonl", #""times":[0,100000000"#, #""times":[0,900000000"#, "trials",
      "series.jsonl line 1: its samples are not in the order of their times"
    ),
    (
      "series.jsonl", #""memory.rss":[50000000,"#, #""memory.rss":["#, "trials",
      "series.jsonl line 1: it does not have a number in range, or none, for each sample"
    ),
    (
      "series.jsonl", #""durationNanoseconds":2000000"#, #""durationNanoseconds":-9"#, "trials",
      "series.jsonl line 1: its events cannot be"
    ),
    (
      "series.jsonl", #""block":1,"#, #""block":0,"#, "trials",
      "series.jsonl line 4: it belongs to no trial that was measured, or not in this order"
    ),
    ("run.json", #""rounds" : 8"#, #""rounds" : -8"#, "trials", "run.json: -8 blocks cannot be planned"),
    ("comparison.json", #""schemaVersion" : 1"#, #""schemaVersion" : 2"#, "schema", "schema version 2"),
  ])
  func `a change that the manifest agrees with is found where it contradicts the trials`(
    file: String, text: String, other: String, check: String, problem: String
  ) throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    try sample.replace(text, with: other, in: file)
    let failures = sample.failures
    #expect(failures["manifest"] == nil)
    #expect(failures[check]?.contains { $0.contains(problem) } == true, "\(failures)")
  }

  @Test func `numbers that no run can have are contradictions, not crashes`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let original = try Data(contentsOf: sample.folder.appending(path: "trials.jsonl"))
    for other in ["-1", "0", "9223372036854775807", "4611686018427387904"] {
      for name in [
        "windowNanoseconds", "sent", "answered", "answeredInWindow", "threads", "minimum", "checked",
      ] {
        let line = String(decoding: original, as: UTF8.self)
        let member = try #require(line.firstMatch(of: try Regex("\"\(name)\":[0-9]+")))
        try sample.replace(String(line[member.range]), with: "\"\(name)\":\(other)", in: "trials.jsonl")
        #expect(sample.failures.keys.contains { $0 != "manifest" }, "\(name) \(other)")
        try sample.change("trials.jsonl", recorded: true) { $0 = original }
      }
    }
  }

  @Test func `a trial that is missing from a complete run is a contradiction`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    try sample.change("trials.jsonl", recorded: true) { data in
      let lines = data.split(separator: 10)
      data = Data((lines.dropLast() + [Data()]).joined(separator: [10]))
    }
    #expect(
      sample.failures["trials"]?.first?.contains("it is the end, where the schedule has block 1") == true)
  }

  @Test func `a run that was killed has no manifest, and verify says so`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    try FileManager.default.removeItem(at: sample.folder.appending(path: "SHA256SUMS"))
    #expect(sample.failures["manifest"]?.first?.contains("SHA256SUMS is missing") == true)
    try sample.replace("\"complete\"", with: "\"running\"", in: "run.json")
    #expect(sample.failures["manifest"] == ["the run has no manifest: it was not completed"])
  }

  @Test func `to publish again renews derived files, never what was measured`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    func publish() throws {
      let stored = try ResultStore.read(sample.folder)
      _ = try Publication(sample.folder).publish(Comparison(of: stored), of: stored.run, reportFile: nil)
    }
    try sample.change("comparison.csv") { $0.append(10) }
    #expect(sample.failures.keys.sorted() == ["comparison.csv", "manifest"])
    try publish()
    #expect(sample.failures == [:])
    try sample.change("trials.jsonl") { data in
      let range = try #require(data.range(of: Data(#""memory.rss":50000000"#.utf8)))
      data.replaceSubrange(range, with: Data(#""memory.rss":50000001"#.utf8))
    }
    try publish()
    #expect(sample.failures.keys.sorted() == ["manifest"])
    #expect(sample.failures["manifest"]?.count == 1)
  }

  @Test func `a folder without a run is not proven`() {
    let verification = RunVerification(FileManager.default.temporaryDirectory.appending(path: "\(UUID())"))
    #expect(
      !verification.isProven && verification.text.contains("not proven: manifest, schema, trials failed"))
  }
}
