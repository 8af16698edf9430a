package import Foundation

/// The folder of stored runs, `results/` by default: one folder per run.
///
///     <run-id>/run.json                       the plan and the machine
///     <run-id>/trials.jsonl                   one line per trial, in the order measured
///     <run-id>/series.jsonl                   what each trial's app did during its window, in the same order
///     <run-id>/<adapter>-<framework>/<workload>.json   one cell each
///     <run-id>/comparison.json                the analysis
///     <run-id>/profile.json                   what `profile` says of one framework
///     <run-id>/profiles/<workload>.{folded,svg}   sampled stacks and their flame graph
///     <run-id>/SHA256SUMS                     the manifest, once the run is closed
package struct ResultStore: Sendable {
  /// What goes wrong with stored runs.
  package enum Failure: Error, CustomStringConvertible {
    /// The folder cannot be made or written to.
    case notWritable(folder: String, problem: String)
    /// The folder has no run, or its files cannot be read.
    case unreadable(file: String, problem: String)

    package var description: String {
      switch self {
      case .notWritable(let folder, let problem):
        "cannot write results to \(folder): \(problem); choose another folder with --output"
      case .unreadable(let file, let problem):
        "cannot read the stored run \(file): \(problem)"
      }
    }
  }

  /// Where the runs are.
  package let folder: URL

  /// A store in `folder`, which is made when the first run begins.
  package init(_ folder: URL) { self.folder = folder }

  /// Makes the run's folder and writes `run.json`; throws `Failure.notWritable`.
  package func begin(_ run: Run) throws -> RunJournal {
    let place = folder.appending(path: run.id)
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      return try RunJournal(run, in: place)
    } catch {
      throw Failure.notWritable(folder: folder.path, problem: (error as NSError).plainText)
    }
  }

  /// Reads the run stored in `place`; a last line of `trials.jsonl` or `series.jsonl` that was cut off by a crash is left out.
  package static func read(_ place: URL) throws -> StoredRun {
    let run = try readRun(place)
    let trials = try lines(of: Trial.self, in: place.appending(path: "trials.jsonl"))
    let file = place.appending(path: "series.jsonl")
    let hasSeries = FileManager.default.fileExists(atPath: file.path)
    return StoredRun(
      run: run, trials: trials, series: hasSeries ? try lines(of: TrialSeries.self, in: file) : nil,
      folder: place)
  }

  private static func lines<Record: Decodable>(of type: Record.Type, in file: URL) throws -> [Record] {
    try reading(file) {
      let data = try Data(contentsOf: file)
      let complete = data.lastIndex(of: UInt8(ascii: "\n")).map { data[...$0] } ?? data[..<data.startIndex]
      return try complete.split(separator: UInt8(ascii: "\n")).map { try StoredForm.decode(type, from: $0) }
    }
  }

  /// Reads `run.json` of the run stored in `place`, without its trials.
  package static func readRun(_ place: URL) throws -> Run {
    let file = place.appending(path: "run.json")
    let run = try reading(file) { try StoredForm.decode(Run.self, from: Data(contentsOf: file)) }
    guard run.schemaVersion == Run.currentSchemaVersion else {
      throw Failure.unreadable(
        file: file.path,
        problem: "schema version \(run.schemaVersion), this harness reads \(Run.currentSchemaVersion)")
    }
    return run
  }

  /// The folders in the store that have a `run.json`; none when there is no store yet.
  package func folders() throws -> [URL] {
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try Self.reading(folder) {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).map { folder.appending(path: $0) }
    }.filter { FileManager.default.fileExists(atPath: $0.appending(path: "run.json").path) }
  }

  private static func reading<Value>(_ file: URL, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch {
      throw Failure.unreadable(file: file.path, problem: (error as NSError).plainText)
    }
  }
}

/// A run as it was read back.
package struct StoredRun: Sendable {
  /// The plan, the machine and the outcome.
  package let run: Run
  /// The trials in the order measured.
  package let trials: [Trial]
  /// What the apps did during the windows, in the order of their trials; nil for runs that are older than series.
  package let series: [TrialSeries]?
  /// The run's folder.
  package let folder: URL

  /// A run, its trials with their series, and its folder.
  package init(run: Run, trials: [Trial], series: [TrialSeries]? = nil, folder: URL) {
    self.run = run
    self.trials = trials
    self.series = series
    self.folder = folder
  }
}

/// How records look on disk: sorted keys, ISO 8601 dates, no escaped slashes.
package enum StoredForm {
  /// The value as JSON text, over several lines when `pretty`.
  package static func encode(_ value: some Encodable, pretty: Bool = true) throws -> Data {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return try encoder.encode(value)
  }

  /// The value as a line of JSON text.
  package static func line(_ value: some Encodable) throws -> Data {
    try encode(value, pretty: false) + [UInt8(ascii: "\n")]
  }

  /// The value that JSON text stands for.
  package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(type, from: data)
  }
}

extension NSError {
  /// The underlying system's words for a file error.
  package var plainText: String {
    if let underlying = userInfo[NSUnderlyingErrorKey] as? NSError { return underlying.plainText }
    return domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32(code))) : localizedDescription
  }
}
