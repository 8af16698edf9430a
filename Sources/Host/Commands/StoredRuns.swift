import Analysis
import Foundation
import Record
import Reporting

/// `compare --baseline DIR --compare DIR`: two stored runs held against each other; nothing is started.
struct StoredRuns: Sendable {
  static let baseline = Flag(
    "baseline", "DIR", "instead of measuring: the folder of a stored run to compare with", values: .folders)
  static let compare = Flag(
    "compare", "DIR", "the folder of the stored run that is compared with --baseline", values: .folders)
  static let force = Flag(
    switch: "force", "compare stored runs although they were loaded differently")
  static let flags = [baseline, compare, force]

  private let folders: (baseline: URL, compare: URL)
  private let delta: Double?
  private let isForced: Bool
  private let printsJSON: Bool

  /// What was asked; nil when runs are to be measured. Throws a `UsageError` for half of a question, and for
  /// flags of measuring.
  init?(_ arguments: Arguments) throws {
    let (baseline, compare) = (arguments.text(Self.baseline), arguments.text(Self.compare))
    guard baseline != nil || compare != nil || arguments.has(Self.force) else { return nil }
    guard let baseline, let compare else {
      throw UsageError(
        "--baseline, --compare and --force are about two stored runs: "
          + "give both --baseline DIR and --compare DIR"
      )
    }
    let useful = [CompareFlags.delta.name, Flag.json.name]
    for flag in CompareFlags.all where !useful.contains(flag.name) {
      guard arguments.text(flag) == nil, !arguments.has(flag) else {
        throw UsageError(
          "--\(flag.name) is about measuring, --baseline and --compare about stored runs; "
            + "leave one of them out"
        )
      }
    }
    folders = (URL(filePath: baseline), URL(filePath: compare))
    delta = try arguments.number(CompareFlags.delta, in: 0...50).map { $0 / 100 }
    isForced = arguments.has(Self.force)
    printsJSON = arguments.has(.json)
  }

  /// Reads and compares them. Throws a `ResultStore.Failure` or a `RunComparison.Refusal`.
  func compare(_ output: Output) throws -> ExitCode {
    let comparison = try RunComparison(
      of: ResultStore.read(folders.compare), against: ResultStore.read(folders.baseline), delta: delta,
      isForced: isForced)
    if printsJSON {
      try output.write(json: comparison)
    } else {
      output.write(RunComparisonText.plain(comparison))
    }
    return .ok
  }
}
