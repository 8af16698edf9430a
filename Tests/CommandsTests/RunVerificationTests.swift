import Analysis
import Evidence
import Foundation
import JSON
import Record
import Reporting
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
    #expect(verification.isProven, "\(verification.text(style: .plain))")
    #expect(
      verification.checks.map(\.check) == [
        "manifest", "schema", "trials", "comparison.json", "cells", "comparison.csv", "trials.csv",
        "junit.xml",
        "openmetrics.txt", "BENCHMARK_RESULTS.md", "details/runtime.md", "details/conditions.md",
        "pictures/capacity-light.svg", "pictures/capacity-dark.svg", "pictures/latency-light.svg",
        "pictures/latency-dark.svg", "report.html",
      ])
    #expect(verification.text(style: .plain).contains("\nproven: "))
  }

  @Test func `a byte that is flipped anywhere in any file is found`() async throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let files = try RunFolder.files(in: sample.folder)
    // What was measured (3), what it says (7) and its pictures (4), the manifest (1), and a cell for each of three participants under two
    // conditions.
    #expect(files.count == 21)
    for path in files {
      let count = try Data(contentsOf: sample.folder.appending(path: path)).count
      for part in 0...10 {
        await Task.yield()
        let (position, bit) = ((count - 1) * part / 10, UInt8(1) << UInt8(part % 8))
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
    #expect(files.count > 40)
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
    let whole = try StoredForm.decode(JSONValue.self, from: Data(contentsOf: file))
    #expect(whole.numbers().count > 300)
    for pointers in whole.numbers().groups {
      await Task.yield()
      try sample.change("comparison.json", recorded: true) {
        $0 = try StoredForm.encode(whole.changing(Set(pointers)))
      }
      let failures = sample.failures
      #expect(failures["manifest"] == nil)
      let found = failures["comparison.json"] ?? []
      #expect(found.map { $0.components(separatedBy: ": stored ")[0] } == pointers)
    }
  }

  @Test func `every number of the committed comparison.json is compared, and only what is changed is named`()
    async throws
  {
    let comparison = try Comparison(of: RunStore.read(Self.example))
    let recomputed = try StoredForm.decode(JSONValue.self, from: StoredForm.encode(comparison))
    let file = Self.example.appending(path: "comparison.json")
    let stored = try StoredForm.decode(JSONValue.self, from: Data(contentsOf: file))
    #expect(stored.numbers().count > 700)
    for pointers in stored.numbers().groups {
      await Task.yield()
      let lines = FileDifference.lines(
        stored: stored.changing(Set(pointers)), recomputed: recomputed, tolerance: RunVerification.tolerance)
      #expect(lines.map { $0.components(separatedBy: ": stored ")[0] } == pointers)
    }
  }

  @Test func `a run that was killed has no manifest, and verify says so`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    try FileManager.default.removeItem(at: sample.folder.appending(path: "SHA256SUMS"))
    #expect(sample.failures["manifest"]?.first?.contains("SHA256SUMS is missing") == true)
    try sample.leaveOutLast("outcome")
    #expect(sample.failures["manifest"] == ["the run has no manifest: it was not completed"])
  }

  @Test func `to publish again renews derived files, never what was measured`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    try sample.change("comparison.csv") { $0.append(10) }
    #expect(sample.failures.keys.sorted() == ["comparison.csv", "manifest"])
    try sample.publish()
    #expect(sample.failures == [:])
    try sample.change("journal.jsonl") { data in
      let range = try #require(data.range(of: Data("with status 3".utf8)))
      data.replaceSubrange(range, with: Data("with status 4".utf8))
    }
    try sample.publish()
    #expect(sample.failures.keys.sorted() == ["manifest"])
    #expect(sample.failures["manifest"]?.count == 1)
  }

  @Test func `a folder without a run is one problem, whatever else is missing`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    let problem = { RunVerification(folder).checks.map(\.problems) }
    let help = "; `harness results list` shows the runs"
    #expect(problem() == [["no run in \(folder.path): there is no such folder\(help)"]])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(problem() == [["no run in \(folder.path): it has no run.json\(help)"]])
    #expect(RunVerification(folder).text(style: .plain).hasSuffix("not proven: run failed\n"))
  }
}
