import Analysis
import Evidence
import Foundation
import JSON
import Record
import TestSupport

@testable import Commands

/// A small run, made up, as `compare` leaves it in a folder of its own.
struct PublishedSample {
  let folder: URL

  /// What another test has left in a folder.
  init(_ folder: URL) { self.folder = folder }

  /// Two frameworks under one workload in eight blocks, one of which failed for one of them: enough for verdicts, and too noisy to have
  /// ended sooner.
  init() throws {
    let record = SampleRun.make(
      [
        "a/x": ["w": [1000, 1010, 990, 1005, 995, 1002, 998, 1001]],
        "b/y": ["w": [2000, 2060, nil, 2010, 1950, 1940, 2050, 2001]],
      ], frameworks: ["a/x", "b/y"], workloads: ["w"],
      twin: ["w": [1003, 1008, 991, 1005, 996, 1002, 1009, 1000]],
      p99: ["a/x": [1e6, 1.1e6], "a/x (twin)": [1.05e6, 1.1e6], "b/y": [2e6, nil]], shares: [0.5],
      minimumBlocks: 6,
      ends: [
        .init(family: .capacity, blocks: 8, reason: .rounds),
        .init(family: .latency, blocks: 2, reason: .timeBudget),
      ])
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

  /// The checks that fail, with their problems.
  var failures: [String: [String]] {
    let checks = RunVerification(folder).checks.filter { !$0.problems.isEmpty }
    return Dictionary(uniqueKeysWithValues: checks.map { ($0.check, $0.problems) })
  }
}

/// Every number of a JSON document by its JSON pointer, and the document with that number changed.
func numbers(in document: JSONValue, at pointer: String = "") -> [(pointer: String, changed: JSONValue)] {
  switch document {
  case .object(let members):
    members.sorted { $0.key < $1.key }.flatMap { key, value in
      let token = key.replacing("~", with: "~0").replacing("/", with: "~1")
      return numbers(in: value, at: "\(pointer)/\(token)").map { place, changed in
        (place, JSONValue.object(members.merging([key: changed]) { $1 }))
      }
    }
  case .array(let elements):
    elements.enumerated().flatMap { index, value in
      numbers(in: value, at: "\(pointer)/\(index)").map { place, changed in
        (place, JSONValue.array(Array(elements[..<index]) + [changed] + elements[(index + 1)...]))
      }
    }
  case .integer(let value): [(pointer, JSONValue.integer(value + 1))]
  case .number(let value): [(pointer, JSONValue.number(value * (1 + 1e-9)))]
  case .null, .bool, .string: []
  }
}
