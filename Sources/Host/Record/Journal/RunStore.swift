package import Foundation
import Glibc

/// The folder of stored runs, `results/` by default: one folder per run.
///
///     <run-id>/run.json                       the plan and the machine
///     <run-id>/suite.json5, scenario.json5    the files of the user's own workloads, where there were any
///     <run-id>/journal.jsonl                  what happened, an entry per line, trials among them
///     <run-id>/series.jsonl                   what each trial's app did during its window, in the same order
///     <run-id>/<participant>/<condition>.json one cell each, as names of files
///     <run-id>/comparison.json                the analysis
///     <run-id>/profile.json                   what `profile` says of one framework
///     <run-id>/profiles/<condition>.{folded,svg}  sampled stacks and their flame graph
///     <run-id>/SHA256SUMS                     the manifest, once the run is closed
package struct RunStore: Sendable {
  /// What goes wrong with stored runs.
  package enum Failure: Error, CustomStringConvertible {
    /// The folder cannot be made or written to.
    case notWritable(folder: String, problem: String)
    /// What should be the folder of all runs is something else, or not there.
    case noStore(folder: String, problem: String)
    /// The folder has no run.
    case noRun(folder: String, problem: String)
    /// The files of the run cannot be read.
    case unreadable(file: String, problem: String)

    package var description: String {
      switch self {
      case .notWritable(let folder, let problem):
        "cannot write results to \(folder): \(problem); choose another folder with --output"
      case .noStore(let folder, let problem):
        "no stored runs in \(folder): \(problem); name the runs' folder with --output"
      case .noRun(let folder, let problem):
        "no run in \(folder): \(problem); `harness results list` shows the runs"
      case .unreadable(let file, let problem):
        "cannot read the stored run \(file): \(problem)"
      }
    }
  }

  /// The user's own files of which a run has copies.
  package static let givenFiles = ["suite.json5", "scenario.json5"]

  /// Where the runs are.
  package let folder: URL

  /// A store in `folder`, which is made when the first run begins.
  package init(_ folder: URL) { self.folder = folder }

  /// Makes the run's folder, which nobody else has, and writes `run.json` and copies of the user's `files`, texts by their names; throws
  /// `Failure.notWritable`. Where there is a folder of its name already, the run's id gets a number.
  package func begin(_ run: Run, files: [String: String] = [:]) throws -> RunJournal {
    if Self.isFolder(folder) == false, let problem = Self.noFolder(folder) {
      throw Failure.notWritable(folder: folder.path, problem: problem)
    }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      var (begun, number) = (run, 1)
      while try !Self.makeFolder(folder.appending(path: begun.id)) {
        number += 1
        begun = run.named("\(run.id)-\(number)")
      }
      let place = folder.appending(path: begun.id)
      for (name, text) in files { try Data(text.utf8).write(to: place.appending(path: name)) }
      return try RunJournal(begun, in: place)
    } catch {
      throw Failure.notWritable(folder: folder.path, problem: (error as NSError).plainText)
    }
  }

  /// Makes a folder; false: something of its name is there.
  private static func makeFolder(_ place: URL) throws -> Bool {
    guard mkdir(place.path, 0o777) != 0 else { return true }
    guard errno == EEXIST else { throw NSError(domain: NSPOSIXErrorDomain, code: Int(errno)) }
    return false
  }

  /// Reads the run stored in `place`. What a crash cut off is left out: a last line that does not end, and a last series whose trial is
  /// not there.
  package static func read(_ place: URL) throws -> RunRecord {
    let run = try readRun(place)
    let entries = try entries(in: place)
    var series = try lines(of: TrialSeries.self, in: place.appending(path: "series.jsonl"))
    let record = RunRecord(run, entries)
    if record.outcome == nil, let last = series.last, !record.trials.contains(where: { $0.key == last.key }) {
      series.removeLast()
    }
    return RunRecord(run, entries, series: series)
  }

  /// Reads what happened in the run stored in `place`, in its order.
  package static func entries(in place: URL) throws -> [RunEntry] {
    try lines(of: RunEntry.self, in: place.appending(path: "journal.jsonl"))
  }

  /// Reads the run stored in `place` without its trials and series, which is quick.
  package static func readOutline(_ place: URL) throws -> RunRecord {
    let (trial, end) = (Data(#"{"trial":"#.utf8), Data("}}".utf8))
    let entries = try lines(of: RunEntry.self, in: place.appending(path: "journal.jsonl")) {
      // One that was cut off is told with its line.
      !($0.starts(with: trial) && $0.suffix(2) == end)
    }
    return RunRecord(try readRun(place), entries)
  }

  private static func lines<Line: Decodable>(
    of type: Line.Type, in file: URL, where belongs: (Data) -> Bool = { _ in true }
  ) throws -> [Line] {
    let data = try reading(file) { try Data(contentsOf: file) }
    guard let end = data.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let complete = data[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var lines: [Line] = []
    var lost: [(number: Int, problem: String)] = []
    for (index, line) in complete.enumerated() where belongs(line) {
      do { lines.append(try StoredForm.decode(type, from: line)) } catch {
        lost.append((index + 1, plainText(of: error)))
      }
    }
    guard let first = lost.first else { return lines }
    throw Failure.unreadable(
      file: "\(file.path) line \(first.number)",
      problem: "\(first.problem); \(lost.count) of its \(complete.count) lines cannot be read")
  }

  /// Reads what a run was when it began. A run of another schema version is refused with the version, whatever else is in it.
  package static func readRun(_ place: URL) throws -> Run {
    try requireRun(in: place)
    let file = place.appending(path: "run.json")
    let data = try reading(file) { try Data(contentsOf: file) }
    let problem = try reading(file) {
      try SchemaVersion.problem(of: data, reading: Run.currentSchemaVersion)
    }
    if let problem { throw Failure.unreadable(file: file.path, problem: problem) }
    return try reading(file) { try StoredForm.decode(Run.self, from: data) }
  }

  /// Throws `Failure.noRun` when there is no `run.json` in `place`.
  package static func requireRun(in place: URL) throws {
    guard !FileManager.default.fileExists(atPath: place.appending(path: "run.json").path) else { return }
    throw Failure.noRun(folder: place.path, problem: noFolder(place) ?? "it has no run.json")
  }

  /// Why a place is no folder; nil: it is one.
  private static func noFolder(_ place: URL) -> String? {
    switch isFolder(place) {
    case nil: "there is no such folder"
    case false?: "it is a file, not a folder"
    case true?: nil
    }
  }

  /// Nil when there is nothing in that place.
  private static func isFolder(_ place: URL) -> Bool? {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
      ? isFolder.boolValue : nil
  }

  /// The folders in the store that have a `run.json`; throws `Failure.noStore` when there is no store.
  package func folders() throws -> [URL] {
    if let problem = Self.noFolder(folder) { throw Failure.noStore(folder: folder.path, problem: problem) }
    return try Self.reading(folder) {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).map { folder.appending(path: $0) }
    }.filter { FileManager.default.fileExists(atPath: $0.appending(path: "run.json").path) }
  }

  private static func reading<Value>(_ file: URL, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch {
      throw Failure.unreadable(file: file.path, problem: plainText(of: error))
    }
  }

  private static func plainText(of error: any Error) -> String {
    (error as? DecodingError)?.plainText ?? (error as NSError).plainText
  }
}
