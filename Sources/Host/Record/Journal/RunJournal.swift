package import Foundation

/// The record of a run while it goes on: what happened is on disk before the next thing happens, so a crash costs one trial.
package final class RunJournal {
  /// The files it writes.
  package static let files = ["run.json", "journal.jsonl", "series.jsonl"]

  /// The run's folder.
  package let folder: URL
  /// The run as known so far.
  package private(set) var record: RunRecord
  private let entries: FileHandle
  private let series: FileHandle

  init(_ run: Run, in folder: URL) throws {
    self.folder = folder
    record = RunRecord(run)
    try StoredForm.encode(run).write(to: folder.appending(path: "run.json"), options: .atomic)
    entries = try Self.emptyFile("journal.jsonl", in: folder)
    series = try Self.emptyFile("series.jsonl", in: folder)
  }

  private static func emptyFile(_ name: String, in folder: URL) throws -> FileHandle {
    let file = folder.appending(path: name)
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  /// Keeps what happened; throws `RunStore.Failure.notWritable`.
  package func append(_ entry: RunEntry) throws {
    try write(entry, to: entries)
    record.apply(entry)
  }

  private func write(_ value: some Encodable, to file: FileHandle) throws {
    do {
      try file.write(contentsOf: StoredForm.line(value))
      try file.synchronize()
    } catch {
      throw RunStore.Failure.notWritable(folder: folder.path, problem: (error as NSError).plainText)
    }
  }

  /// Keeps a trial with its series.
  package func append(_ trial: Trial, _ series: TrialSeries?) throws {
    // The series first: without its trial it is left out, a trial without its series would look as if it had none.
    if let series {
      try write(series, to: self.series)
      record.append(series)
    }
    try append(.trial(trial))
  }

  /// Keeps how the run ended, and closes the files.
  package func close(_ outcome: RunOutcome.Kind, at date: Date) throws {
    try append(.outcome(RunOutcome(outcome, at: date)))
    try entries.close()
    try series.close()
  }
}
