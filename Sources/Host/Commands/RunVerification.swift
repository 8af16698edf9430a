import Analysis
import Evidence
import Foundation
import JSON
import Record
import Reporting

/// What can be proved about a stored run from its files alone, check by check.
struct RunVerification: Encodable {
  /// One part of the run, and what is wrong with it.
  struct Check: Encodable, Equatable {
    /// What was checked.
    let check: String
    /// What was found when it is right.
    let finding: String
    /// What is wrong, a line for each place; empty when nothing is.
    let problems: [String]
  }

  /// Numbers with a fraction may differ by this share, because processors' libraries differ in the last digit
  /// of a logarithm.
  static let tolerance = 1e-12

  private static let comparisonFile = JSONExporter().fileName

  /// The run's folder.
  let folder: String
  /// The checks in the order made; those that need sound records are missing when there are none.
  private(set) var checks: [Check] = []
  /// Whether nothing is wrong.
  var isProven: Bool { checks.allSatisfy(\.problems.isEmpty) }

  /// Checks the run in `folder`.
  init(_ folder: URL) {
    self.folder = folder.path
    guard !Self.isOfScenario(folder) else {
      checkScenario(folder)
      return
    }
    do { try RunStore.requireRun(in: folder) } catch {
      checks = [Check(check: "run", finding: "", problems: ["\(error)"])]
      return
    }
    let reading = Result { try RunStore.read(folder) }
    check("manifest") { try Self.manifest(folder, try? reading.get()) }
    check("schema") { try Self.schema(folder) }
    check("trials") { try Self.records(try reading.get(), folder) }
    guard let record = try? reading.get(), checks.last?.problems == [] else { return }

    let comparison = Comparison(of: record)
    check("comparison.json") { try Self.json(folder, Self.comparisonFile, comparison) }
    let isSame = checks.last?.problems == []
    // Published files follow from the stored comparison, to its last digit, unless that is wrong.
    let base = isSame ? (try? Self.storedComparison(folder)) ?? comparison : comparison
    check("cells") {
      let cells = try Exporters.cells(base, of: record)
      return ("\(cells.count) files follow from the trials", Self.problems(of: cells, in: folder))
    }
    do {
      for file in try Exporters.reports(base, of: record) where file.path != Self.comparisonFile {
        check(file.path) { ("follows from the trials", Self.problems(of: [file], in: folder)) }
      }
    } catch {
      checks.append(Check(check: "reports", finding: "", problems: ["\(error)"]))
    }
    if FileManager.default.fileExists(atPath: folder.appending(path: ProfileFiles.profile).path) {
      check(ProfileFiles.profile) { try Self.profile(record, comparison, folder) }
    }
  }

  mutating func check(_ name: String, _ body: () throws -> (finding: String, problems: [String])) {
    do {
      let outcome = try body()
      checks.append(Check(check: name, finding: outcome.finding, problems: outcome.problems))
    } catch {
      checks.append(Check(check: name, finding: "", problems: ["\(error)"]))
    }
  }

  private static func manifest(_ folder: URL, _ record: RunRecord?) throws -> (String, [String]) {
    guard let manifest = try Manifest(in: folder) else {
      let reason =
        record != nil && record?.outcome == nil
        ? "the run has no manifest: it was not completed" : "\(Manifest.fileName) is missing: it was removed"
      return ("", [reason])
    }
    let problems = try manifest.differences(from: folder)
    return ("\(manifest.digests.count) files are those of \(Manifest.fileName)", problems)
  }

  private static func schema(_ folder: URL) throws -> (String, [String]) {
    let wanted = [
      ("run.json", Run.currentSchemaVersion), (comparisonFile, Comparison.currentSchemaVersion),
    ]
    let problems = try wanted.compactMap { name, version -> String? in
      let data = try RunFolder.data(of: folder.appending(path: name))
      return try SchemaVersion.problem(of: data, reading: version).map { "\(name): \($0)" }
    }
    return ("version \(Run.currentSchemaVersion), which this harness reads", problems)
  }

  private static func records(_ record: RunRecord, _ folder: URL) throws -> (String, [String]) {
    let entries = try RunStore.entries(in: folder)
    let files: [(String, Data)] = try [
      ("run.json", StoredForm.encode(record.run)),
      ("journal.jsonl", Data(entries.map(StoredForm.line).joined())),
      ("series.jsonl", Data(record.series.map(StoredForm.line).joined())),
    ]
    let problems = try files.flatMap { name, data in
      try FileDifference.lines(
        stored: RunFolder.data(of: folder.appending(path: name)), recomputed: data
      ).map { "\(name) is not as harness writes it: \($0)" }
    }
    let finding = "\(record.trials.count) in the order of the schedule, every count and histogram agrees"
    return (finding, problems + record.contradictions)
  }

  private static func json<Record: Codable>(
    _ folder: URL, _ name: String, _ recomputed: Record
  ) throws -> (String, [String]) {
    let data = try RunFolder.data(of: folder.appending(path: name))
    let again = try StoredForm.encode(recomputed)
    guard data != again else { return ("recomputed from the trials, the same to the last digit", []) }
    let problems = FileDifference.lines(
      stored: try StoredForm.decode(JSONValue.self, from: data),
      recomputed: try StoredForm.decode(JSONValue.self, from: again), tolerance: tolerance)
    guard problems.isEmpty else { return ("", problems) }
    let asWritten = try StoredForm.encode(StoredForm.decode(Record.self, from: data))
    return (
      "recomputed from the trials, the same within \(tolerance)",
      FileDifference.lines(stored: data, recomputed: asWritten)
    )
  }

  /// The profile follows from the trials, but for what the profiler saw and what is in another run; the graphs follow from the stacks.
  private static func profile(
    _ record: RunRecord, _ comparison: Comparison, _ folder: URL
  ) throws -> (String, [String]) {
    let file = folder.appending(path: ProfileFiles.profile)
    let written = try StoredForm.decode(Profile.self, from: RunFolder.data(of: file))
    let isElsewhere = written.baseline?.isInterleaved == false
    let again = Profile(
      of: record,
      baseline: isElsewhere ? written.baseline : ProfileBaseline(of: record, comparison, against: nil),
      flames: written.flames)
    guard let again else { return ("", ["the plan has nothing to profile"]) }
    let outcome = try json(folder, ProfileFiles.profile, again)
    let folded = try Dictionary(
      uniqueKeysWithValues: written.parts.compactMap { part in
        try part.flameGraph.map { graph in
          let data = try RunFolder.data(of: folder.appending(path: graph.folded))
          return (part.condition.id, String(decoding: data, as: UTF8.self))
        }
      })
    let graphs = try ProfileFiles.all(again, folded: folded).filter { $0.path != ProfileFiles.profile }
    return (outcome.0, outcome.1 + problems(of: graphs, in: folder))
  }

  private static func storedComparison(_ folder: URL) throws -> Comparison {
    try StoredForm.decode(
      Comparison.self, from: RunFolder.data(of: folder.appending(path: comparisonFile)))
  }

  /// How the stored files differ from `files`, which were rendered again.
  private static func problems(of files: [RenderedFile], in folder: URL) -> [String] {
    files.flatMap { file -> [String] in
      do {
        let stored = try RunFolder.data(of: folder.appending(path: file.path))
        return FileDifference.lines(stored: stored, recomputed: file.data).map { "\(file.path): \($0)" }
      } catch { return ["\(error)"] }
    }
  }
}
