import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

private let comparison = ReportSample.comparison

private func fields(_ line: String) -> [String] {
  line.components(separatedBy: ",")
}

@Test func `CSV has a line per family, condition, participant and measure, empty where there is nothing`()
  throws
{
  let data = try CSVExporter().render(comparison, of: ReportSample.rich)
  let lines = String(decoding: data, as: UTF8.self).components(separatedBy: "\r\n").dropLast()
  let head = fields(lines[0])
  #expect(lines.count == 1 + 2 * 5 * 7 + 2 * 5 * 4, "\(lines.count)")
  let rows = lines.dropFirst().map { Dictionary(zip(head, fields($0))) { first, _ in first } }
  func row(_ participant: String, _ condition: String, _ measure: String) throws -> [String: String] {
    try #require(
      rows.first {
        $0["participant"] == participant && $0["condition"] == condition && $0["measure"] == measure
      })
  }
  let primary = try row("b/y", "v", "throughput")
  #expect(primary["verdict"] == "faster" && primary["rank"] == "1" && primary["blocks"] == "10")
  #expect(primary["failed_gates"] == "1 × steal 15.0 % (limit 5.0 %)" && primary["delta"] == "0.03")
  let other = try row("b/y", "v", "p50")
  #expect(other["verdict"] == "" && other["rank"] == "" && other["unit"] == "ns" && other["value"] != "")
  let failed = try row("c/z", "w", "throughput")
  #expect(failed["state"] == "failed" && failed["value"] == "" && failed["blocks"] == "0")
  let late = try row("c/z", "v at 50%", "p99")
  #expect(late["verdict"] == "slower" && late["condition_label"] == "v at 401/s (50 %)")
  #expect(try row("a/x (twin)", "v", "throughput")["ratio"] == "")
}

@Test func `CSV quotes what needs it`() throws {
  let data = try CSVExporter().render(comparison, of: ReportSample.rich)
  let text = String(decoding: data, as: UTF8.self)
  #expect(
    text.contains(
      ",\"answer: GET /w?a=1|2 → expected `200`, got <html> *404*, and 1 other check failed\"\r\n"))
}

@Test func `every participant and condition has a file, twins too, however alike their names are`() throws {
  let files = try Exporters.files(comparison, of: ReportSample.rich)
  #expect(Set(files.map(\.path)).count == files.count && files.count == 4 * 5 + 7 + 4)
  #expect(files.map(\.path).contains("a-x-twin/v-at-50-.json"))
  let one = try #require(files.first { $0.path == "b-y/v.json" })
  let cell = try StoredForm.decode(Cell.self, from: one.data)
  #expect(cell.participant == "b/y" && cell.condition == "v")

  let alike = SampleRun.make(
    ["a-b/c": ["v 1": [1], "v-1": [2]], "a/b-c": ["v 1": [3], "v-1": [4]]], frameworks: ["a-b/c", "a/b-c"],
    workloads: ["v 1", "v-1"])
  let paths = try Exporters.files(Comparison(of: alike), of: alike).map(\.path).prefix(4)
  #expect(paths == ["a-b-c/v-1.json", "a-b-c/v-1-2.json", "a-b-c/v-1-3.json", "a-b-c/v-1-4.json"])
}

@Test(arguments: [
  ("json-small", "json-small"), ("v at 50%", "v-at-50-"), ("a/../b", "a-..-b"),
  ("große Höhle", "gro-e-H-hle"),
  ("x_1.2", "x_1.2"),
])
func `a file name has what every file system takes`(name: String, file: String) {
  #expect(Key<Condition>(name).fileName == file)
}

/// The same record, with dictionaries that have their members in another order.
private func reordered(_ record: RunRecord) -> RunRecord {
  func other<Key: Hashable, Value>(_ members: [Key: Value]) -> [Key: Value] {
    var copy = [Key: Value](minimumCapacity: 64 + 16 * members.count)
    for (key, value) in members.reversed() { copy[key] = value }
    return copy
  }
  return record.with(
    trials: record.trials.map { trial in
      Trial(
        block: trial.block, participant: trial.participant, condition: trial.condition,
        startedAt: trial.startedAt, startupNanoseconds: trial.startupNanoseconds,
        figures: other(trial.figures), load: trial.load.map { $0.with(errors: other($0.errors)) },
        system: trial.system, gates: trial.gates, metrics: other(trial.metrics),
        unavailable: trial.unavailable, vanished: trial.vanished, orphans: trial.orphans,
        failure: trial.failure)
    },
    frameworks: record.frameworks.map {
      FrameworkFacts(
        participant: $0.participant, runtime: $0.runtime, versions: other($0.versions),
        deviations: $0.deviations)
    })
}

@Test func `the order of members in dictionaries changes no byte`() throws {
  let other = reordered(ReportSample.rich)
  let (first, second) = (ReportSample.rich.frameworks[0].versions, other.frameworks[0].versions)
  #expect(first == second)
  let files = try Exporters.files(comparison, of: ReportSample.rich)
  #expect(try Exporters.files(Comparison(of: other), of: other) == files)
}
