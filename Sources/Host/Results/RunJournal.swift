package import Foundation

/// The record of a run while it goes on: every trial is on disk before the next one begins, so a crash costs one trial.
package final class RunJournal {
  /// The run's folder.
  package let folder: URL
  /// The run as known so far; `save` writes it.
  package var run: Run
  private(set) package var trials: [Trial] = []
  private let trialsFile: FileHandle

  init(_ run: Run, in folder: URL) throws {
    self.folder = folder
    self.run = run
    let file = folder.appending(path: "trials.jsonl")
    try Data().write(to: file)
    trialsFile = try FileHandle(forWritingTo: file)
    try save()
  }

  /// Writes `run.json` anew.
  package func save() throws {
    try StoredForm.encode(run).write(to: folder.appending(path: "run.json"), options: .atomic)
  }

  /// The run as it is now.
  package var stored: StoredRun { StoredRun(run: run, trials: trials, folder: folder) }

  /// Adds a trial and waits until it is on disk.
  package func append(_ trial: Trial) throws {
    try trialsFile.write(contentsOf: StoredForm.encode(trial, pretty: false) + [UInt8(ascii: "\n")])
    try trialsFile.synchronize()
    trials.append(trial)
  }

  /// Ends the run: writes its last state and the manifest of `run.json` and `trials.jsonl`.
  package func close(_ outcome: Run.Outcome, at date: Date) throws -> StoredRun {
    run.outcome = outcome
    run.finishedAt = date
    try save()
    try trialsFile.close()
    var manifest = Manifest()
    try manifest.record(["run.json", "trials.jsonl"], in: folder)
    try manifest.write(to: folder)
    return StoredRun(run: run, trials: trials, folder: folder)
  }
}
