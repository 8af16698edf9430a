package import Foundation

/// The record of a run while it goes on: every trial is on disk before the next one begins, so a crash costs one trial.
package final class RunJournal {
  /// The files it writes.
  package static let files = ["run.json", "trials.jsonl", "series.jsonl"]

  /// The run's folder.
  package let folder: URL
  /// The run as known so far; `save` writes it.
  package var run: Run
  private(set) package var trials: [Trial] = []
  private(set) package var series: [TrialSeries] = []
  private let trialsFile: FileHandle
  private let seriesFile: FileHandle

  init(_ run: Run, in folder: URL) throws {
    self.folder = folder
    self.run = run
    trialsFile = try Self.emptyFile("trials.jsonl", in: folder)
    seriesFile = try Self.emptyFile("series.jsonl", in: folder)
    try save()
  }

  private static func emptyFile(_ name: String, in folder: URL) throws -> FileHandle {
    let file = folder.appending(path: name)
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  /// Writes `run.json` anew.
  package func save() throws {
    try StoredForm.encode(run).write(to: folder.appending(path: "run.json"), options: .atomic)
  }

  /// The run as it is now.
  package var stored: StoredRun { StoredRun(run: run, trials: trials, series: series, folder: folder) }

  /// Adds a trial with the series of its window, and waits until they are on disk.
  package func append(_ trial: Trial, _ series: TrialSeries? = nil) throws {
    // The series first: without its trial it is left out, a trial without its series would look as if it had none.
    if let series {
      try seriesFile.write(contentsOf: StoredForm.line(series))
      try seriesFile.synchronize()
      self.series.append(series)
    }
    try trialsFile.write(contentsOf: StoredForm.line(trial))
    try trialsFile.synchronize()
    trials.append(trial)
  }

  /// Ends the run: writes its last state and the manifest of the files that were measured.
  package func close(_ outcome: Run.Outcome, at date: Date) throws -> StoredRun {
    run.outcome = outcome
    run.finishedAt = date
    try save()
    try trialsFile.close()
    try seriesFile.close()
    return stored
  }
}
