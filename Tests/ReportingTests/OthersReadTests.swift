import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

/// What programs that others wrote read in a run's files; `scripts/references/read_reports.py` asks them.
struct OthersReadTests {
  private struct Found: Decodable {
    struct Table: Decodable {
      let columns: [String]
      let rows: Int
      /// By family and measure, and of trials by whether they are observations.
      let values: [String: Int]
      let sums: [String: Double]
    }

    struct Suite: Decodable {
      let name: String
      let tests, failures, errors, skipped: Int
      let cases: [Case]
    }

    struct Case: Decodable {
      let condition, participant: String
      let results, messages: [String]
      let output: String

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        (condition, participant) = (try values.decode(String.self), try values.decode(String.self))
        (results, messages) = (try values.decode([String].self), try values.decode([String].self))
        output = try values.decode(String.self)
      }
    }

    struct Metric: Decodable {
      let type, unit: String
      let samples: [Sample]
    }

    struct Sample: Decodable {
      let name: String
      let labels: [String: String]
      let value: Double

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        name = try values.decode(String.self)
        labels = try values.decode([String: String].self)
        value = try values.decode(Double.self)
      }
    }

    let tables: [String: Table]
    let junit: [Suite]
    let metrics: [String: Metric]
    let elements: Int
  }

  private static func read(_ record: RunRecord) async throws -> Found {
    let folder = FileManager.default.temporaryDirectory.appending(path: "reports-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in try Exporters.files(Comparison(of: record), of: record) {
      let place = folder.appending(path: file.path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try file.data.write(to: place)
    }
    let said = try await ReferenceScript.run("read_reports.py", folder.path)
    return try JSONDecoder().decode(Found.self, from: said)
  }

  @Test func `pandas, junitparser, prometheus-client and html5lib read what is stored`() async throws {
    let record = ReportSample.rich
    let comparison = Comparison(of: record)
    let found = try await Self.read(record)

    let trials = try #require(found.tables["trials.csv"])
    let rows = record.plan.families.map { family in
      let conditions = Set(record.conditions(of: family).map(\.id))
      let own = record.trials.count { conditions.contains($0.condition) }
      return own * Set(family.primary + family.shown).count
    }
    #expect(trials.rows == rows.reduce(0, +))
    let cells = comparison.families[0].points.flatMap { point in point.allCells.map { (point, $0) } }
    let table = BlockTable(of: record)
    let observed = cells.flatMap { table[$1.participant, $0.condition.id] }.filter(\.isObservation)
    #expect(trials.values["capacity throughput True"] == observed.count, "\(trials.values)")
    let sum = observed.compactMap { $0.trial.figures[.throughput] }.reduce(0, +)
    let read = try #require(trials.sums["capacity throughput True"])
    #expect(abs(read - sum) < 1e-6)

    let compared = try #require(found.tables["comparison.csv"])
    #expect(compared.columns.starts(with: ["family", "condition"]) && compared.rows > 0)

    try check(found.junit, comparison)

    let rates = try #require(found.metrics["harness_throughput_requests_per_second"])
    #expect(rates.type == "gauge" && rates.unit == "requests_per_second")
    for sample in rates.samples where sample.labels["family"] == "capacity" {
      let point = comparison.families[0].points.first {
        $0.condition.id.rawValue == sample.labels["condition"]
      }
      let cell = point?.allCells.first { $0.participant.rawValue == sample.labels["participant"] }
      #expect(cell?.figures[.throughput]?.value == sample.value, "\(sample)")
    }
    let pairs = comparison.families.flatMap(\.points).flatMap(\.contests).flatMap(\.pairs)
    let ratios = try #require(found.metrics["harness_compared_ratio"])
    #expect(ratios.samples.count == pairs.count { $0.b == comparison.reference } && !ratios.samples.isEmpty)
    #expect(
      found.metrics["harness_verdict"]?.type == "info" && found.metrics["harness_run"]?.samples.count == 1)
    #expect(found.elements > 100)
  }

  private func check(_ suites: [Found.Suite], _ comparison: Comparison) throws {
    #expect(suites.map(\.name) == comparison.families.map(\.title))
    let states = comparison.families.flatMap { $0.points.flatMap(\.cells) }.map(\.state)
    let cases = suites.flatMap(\.cases)
    #expect(cases.count == states.count)
    let failures = suites.map(\.failures).reduce(0, +)
    #expect(failures == states.count { $0 == .invalid || $0 == .refused })
    let errors = suites.map(\.errors).reduce(0, +)
    #expect(errors == states.count { $0 == .failed } && errors > 0)
    let skipped = suites.map(\.skipped).reduce(0, +)
    #expect(skipped == states.count { $0 == .absent })
    let failed = try #require(cases.first { $0.participant == "c/z" && !$0.results.isEmpty })
    #expect(failed.results == ["Error"] && failed.messages[0].contains("the app exited"), "\(failed)")
    let better = cases.filter { $0.participant == "b/y" }.map(\.output)
    #expect(better.contains { $0.contains("requests/s ") && $0.contains(" of a/x: better") }, "\(better)")
  }

  @Test func `what apps say breaks none of the forms`() async throws {
    let name = "<a href=\"x\">&'\n\\ ,;\u{1b}[31m"
    let rates: [Double?] = [nil, 1000, 1001, 1002, 1003, 1004, 1005]
    let record = SampleRun.make(
      ["a/x": ["w": rates], "a/\(name)": ["w": rates.map { _ in nil }]], frameworks: ["a/x", "a/\(name)"],
      workloads: ["w"])
    let found = try await Self.read(record)
    #expect(found.metrics.values.flatMap(\.samples).contains { $0.labels["participant"] == "a/x" })
    #expect(found.junit[0].cases.last?.participant.hasPrefix("a/<a href=\"x\">&'") == true)
    #expect(found.junit[0].errors == 1 && found.tables["trials.csv"]?.rows == 14 * 7)
  }
}
