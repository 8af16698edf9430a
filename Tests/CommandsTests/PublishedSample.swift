import Analysis
import Evidence
import Foundation
import Record
import TestSupport

@testable import Commands

/// A small run, made up, as `compare` leaves it in a folder of its own.
struct PublishedSample {
  let folder: URL

  /// What another test has left in a folder.
  init(_ folder: URL) { self.folder = folder }

  /// Two frameworks under one workload in eight blocks, some of which failed for one of them: enough for verdicts.
  init() throws {
    let record = SampleRun.make(
      [
        "a/x": ["w": [1000, 1010, 990, 1005, 995, 1002, 998, 1001]],
        "b/y": ["w": [2000, 2060, nil, 2010, 1950, 1940, 2050, 2001]],
      ], frameworks: ["a/x", "b/y"], workloads: ["w"],
      twin: ["w": [1003, 1008, 991, 1005, 996, 1002, 1009, 1000]],
      p99: [
        "a/x": [1e6, 1.1e6, 1e6, 1.2e6, 1.1e6, 1e6, 1.1e6, 1e6],
        "a/x (twin)": [1.05e6, 1.1e6, 1e6, 1.1e6, 1.1e6, 1e6, 1.1e6, 1e6],
        "b/y": [2e6, nil, 2.5e6, 2e6, 2.1e6, 2e6, 2.1e6, 2e6],
      ], shares: [0.5])
    folder = try Self.store(record)
    try publish()
  }

  /// Stores a record in a folder of its own, closed and sealed, and returns the run's folder.
  static func store(_ record: RunRecord) throws -> URL {
    let store = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID())")
    let journal = try RunStore(store).begin(record.run)
    try journal.append(record)
    try Manifest.seal(journal.folder)
    return journal.folder
  }

  /// Writes what follows from the record, as `compare` and `report` do.
  func publish() throws {
    let record = try RunStore.read(folder)
    _ = try Publication(folder).publish(Comparison(of: record), of: record, reportFile: nil)
  }

  /// Deletes the run.
  func remove() { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }

  /// Changes a file's bytes, and makes the manifest good again when `recorded`.
  func change(_ path: String, recorded: Bool = false, _ body: (inout Data) throws -> Void) throws {
    let file = folder.appending(path: path)
    var data = try Data(contentsOf: file)
    try body(&data)
    try data.write(to: file)
    guard recorded, var manifest = try Manifest(in: folder) else { return }
    try manifest.record([path], in: folder)
    try manifest.write(to: folder)
  }

  /// Replaces the first occurrence of `text` in a file, making the manifest good again.
  func replace(_ text: String, with other: String, in path: String) throws {
    try change(path, recorded: true) { data in
      guard let range = data.range(of: Data(text.utf8)) else { throw CocoaError(.fileReadCorruptFile) }
      data.replaceSubrange(range, with: Data(other.utf8))
    }
  }

  /// Leaves out the last of the journal's entries of a kind, making the manifest good again.
  func leaveOutLast(_ kind: String) throws {
    try change("journal.jsonl", recorded: true) { data in
      var lines = String(decoding: data, as: UTF8.self).components(separatedBy: "\n")
      guard let index = lines.lastIndex(where: { $0.hasPrefix("{\"\(kind)\":") }) else {
        throw CocoaError(.fileReadCorruptFile)
      }
      lines.remove(at: index)
      data = Data(lines.joined(separator: "\n").utf8)
    }
  }

  /// The checks that fail, with their problems.
  var failures: [String: [String]] {
    let checks = RunVerification(folder).checks.filter { !$0.problems.isEmpty }
    return Dictionary(uniqueKeysWithValues: checks.map { ($0.check, $0.problems) })
  }
}
