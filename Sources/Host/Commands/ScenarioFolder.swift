import Evidence
import Foundation
import Record
import Reporting
import Synchronization

/// The folder of what a scenario's run leaves.
///
///     scenario.json5    the file, as it was
///     seconds.jsonl     each second, written as it passes
///     failures.jsonl    the first steps that failed: when, which user's, what came
///     figures.json      what all users did
///     report.md         the same for people
///     SHA256SUMS        the hashes of these, once the run is over
final class ScenarioFolder: Sendable {
  static let (scenario, seconds, failures) = ("scenario.json5", "seconds.jsonl", "failures.jsonl")
  static let (figures, report) = ("figures.json", "report.md")

  private let place: URL
  private let log: FileHandle
  private let encoder = Mutex(JSONEncoder())

  /// Makes the folder, which must not be there; throws a `UsageError`.
  init(_ place: URL, scenario: String) throws {
    self.place = place
    do {
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
      try Data(scenario.utf8).write(to: place.appending(path: Self.scenario))
      let file = place.appending(path: Self.seconds)
      try Data().write(to: file)
      log = try FileHandle(forWritingTo: file)
    } catch {
      throw UsageError(
        "--output: `\(place.relativePath)` cannot be made: \((error as NSError).plainText); name a folder that is not there"
      )
    }
    encoder.withLock {
      $0.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      $0.dateEncodingStrategy = .iso8601
    }
  }

  /// Adds a second.
  func add(_ second: ScenarioSecond) {
    guard let line = try? line(second) else { return }
    try? log.write(contentsOf: line)
  }

  /// Writes what is known when the run is over; throws what writing throws.
  func finish(_ figures: ScenarioFigures, _ failures: [ScenarioFailure]) throws {
    try log.synchronize()
    var lines = Data()
    for failure in failures { lines += try line(failure) }
    try write(lines, Self.failures)
    try write(try line(figures), Self.figures)
    try write(Data(SessionReport.markdown(figures).utf8), Self.report)
    var manifest = Manifest()
    try manifest.record([Self.scenario, Self.seconds, Self.failures, Self.figures, Self.report], in: place)
    try manifest.write(to: place)
  }

  private func write(_ data: Data, _ name: String) throws {
    try data.write(to: place.appending(path: name), options: .atomic)
  }

  private func line(_ value: some Encodable) throws -> Data {
    try encoder.withLock { try $0.encode(value) } + [10]
  }
}
