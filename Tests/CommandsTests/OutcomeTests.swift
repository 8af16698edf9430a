import Analysis
import Foundation
import Record
import Reporting
import TestSupport
import Testing

@testable import Commands

private struct Row: Encodable {
  let name: String
  let count: Int
}

@Suite struct OutcomeTests {
  private let rows = Answer(
    [Row(name: "a/b", count: 7), Row(name: "c", count: 12)],
    columns: [.init("name") { $0.name }, .init("count", .right) { "\($0.count)" }])

  @Test func `a list is a table for people and an array for programs`() throws {
    #expect(rows.text(.plain) == "name  count\n────  ─────\na/b       7\nc        12\n")
    let json = #"[{"count":7,"name":"a/b"},{"count":12,"name":"c"}]"#
    #expect(try rows.json().filter { !$0.isWhitespace } == json)
    #expect(try rows.json().hasSuffix("]\n"))
  }

  @Test func `notes are for people, remarks for everybody, and both stay out of the result`() throws {
    let outcome = Outcome(answer: rows, notes: ["report: x"], remarks: ["interrupted"])
    let (text, lines) = try outcome.said(asJSON: false, style: .plain)
    #expect(text == rows.text(.plain) && lines == ["report: x", "interrupted"])
    let (json, remarks) = try outcome.said(asJSON: true, style: .plain)
    #expect(try json == rows.json() && remarks == ["interrupted"])
    #expect(try Outcome(answer: nil).said(asJSON: true, style: .plain).result == "")
  }

  @Test func `a report says where its file is, and for programs the comparison alone`() async throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let words = ["report", sample.folder.path, "--json"]
    let context = Context(output: .standard, root: Harness.root)
    let (request, wantsJSON, _) = try Harness.request(words, in: context)
    let outcome = try await request.run(in: context)
    #expect(wantsJSON && outcome.exitCode == .ok)
    let (text, lines) = try outcome.said(asJSON: false, style: .plain)
    let record = try RunStore.read(sample.folder)
    let comparison = Comparison(of: record)
    #expect(text == TerminalReport.text(comparison, of: record, style: .plain))
    #expect(lines == ["report: \(sample.folder.appending(path: "BENCHMARK_RESULTS.md").path)"])
    let (json, nothing) = try outcome.said(asJSON: true, style: .plain)
    #expect(try StoredForm.decode(Comparison.self, from: Data(json.utf8)) == comparison)
    #expect(nothing == [])
  }

  @Test func `a report ends with status 1 when there is no number for a cell`() async throws {
    let record = SampleRun.make(
      ["a/x": ["w": [1000]], "b/y": ["w": [nil]]], frameworks: ["a/x", "b/y"], workloads: ["w"])
    let sample = PublishedSample(try PublishedSample.store(record))
    defer { sample.remove() }
    let context = Context(output: .standard, root: Harness.root)
    let (request, _, _) = try Harness.request(["report", sample.folder.path], in: context)
    #expect(try await request.run(in: context).exitCode == .failed)
  }

  @Test func `a report warns of files that are not as they were stored, and renders all the same`()
    async throws
  {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let context = Context(output: .standard, root: Harness.root)
    let report = {
      try await Harness.request(["report", sample.folder.path], in: context).request.run(in: context)
    }
    #expect(try await report().remarks == [])
    try sample.change("comparison.csv") { $0.append(UInt8(ascii: "x")) }
    try Data().write(to: sample.folder.appending(path: "notes.txt"))
    let outcome = try await report()
    #expect(outcome.exitCode == .ok && outcome.answer != nil && outcome.remarks.count == 2)
    let remarks = outcome.remarks.sorted()
    #expect(remarks.first == "harness: warning: the run is not as it was stored: added: notes.txt")
    #expect(
      remarks.last?.hasPrefix(
        "harness: warning: the run is not as it was stored: changed: comparison.csv (SHA-256 ") == true)
    // The rendered file is right again; what is not rendered stays told.
    #expect(try await report().remarks.count == 1)
  }

  @Test func `an answer is not lost when the results cannot be written`() async throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let context = Context(output: .standard, root: Harness.root)
    let participant = sample.folder.appending(path: "a-x")
    try FileManager.default.removeItem(at: participant)
    try Data().write(to: participant)
    let outcome = try await Harness.request(["report", sample.folder.path], in: context).request.run(
      in: context)
    #expect(outcome.exitCode == .failed)
    #expect(outcome.answer?.text(.plain).contains("Capacity") == true)
    #expect(
      outcome.remarks.last?.hasPrefix("harness: cannot write the results to \(sample.folder.path): ") == true)
  }

  @Test func `what a command is asked for is known before it runs`() throws {
    let context = Context(output: .standard, root: Harness.root)
    let asked = { (words: [String]) in try Harness.request(words, in: context) }
    let help = try #require(try asked(["doctor", "--help"]).request as? FixedAnswer)
    #expect(help.text.hasPrefix("harness doctor: ") && help.exitCode == .ok)
    #expect(try (asked([]).request as? FixedAnswer)?.exitCode == .ok)
    #expect(try (asked(["results"]).request as? FixedAnswer)?.exitCode == .usage)
    #expect(try (asked(["--version"]).request as? FixedAnswer)?.text.hasPrefix("harness 0") == true)
    #expect(try !asked(["doctor"]).wantsJSON && asked(["doctor", "--json"]).wantsJSON)
  }
}
