import Foundation
import Record
import TestSupport
import Testing

@Suite struct RunStoreTests {
  /// Two families, a twin, refusals, failures and series.
  private static let sample: RunRecord = {
    let made = SampleRun.make(
      ["a/x": ["w": [1000, 1010, 990]], "b/y": ["w": [2000, nil, 1990]]], frameworks: ["a/x", "b/y"],
      workloads: ["w"], twin: ["w": [1001, 1000, 1002]],
      p99: ["a/x": [1e6, 1.1e6], "a/x (twin)": [1e6, nil], "b/y": [2e6, 2.1e6]])
    return made.with(
      frameworks: [
        FrameworkFacts(
          participant: "a/x", runtime: "r 1", versions: ["framework": "x 1"],
          deviations: [.init(id: "d", description: "It differs.", workloads: ["w"])])
      ],
      conformance: [
        ConformanceRecord(participant: "a/x", workload: nil, checks: 3, failures: []),
        ConformanceRecord(
          participant: "b/y", workload: "v", checks: 2,
          failures: [.init(check: "c", request: "GET /", expected: "200", got: "404")]),
      ])
  }()

  @Test func `the journal folds what happens to the record that is read back`() throws {
    try inFolder { store in
      let journal = try store.begin(Self.sample.run)
      try journal.append(Self.sample)
      let stored = try RunStore.read(journal.folder)
      for record in [stored, journal.record] { #expect(same(record, Self.sample)) }
      #expect(stored.outcome?.kind == .complete && stored.end?.blocks == 3)
      #expect(stored.seriesByTrial.count == Self.sample.trials.count { $0.load != nil })
    }
  }

  @Test func `what happened is on disk before the next thing happens`() throws {
    try inFolder { store in
      let journal = try store.begin(Self.sample.run)
      #expect(try RunStore.read(journal.folder).trials.isEmpty)
      for trial in Self.sample.trials {
        try journal.append(trial, Self.sample.seriesByTrial[trial.key])
        let stored = try RunStore.read(journal.folder)
        #expect(stored.trials.last == trial && stored.series == journal.record.series)
        #expect(stored.outcome == nil)
      }
    }
  }

  @Test(arguments: ["journal.jsonl", "series.jsonl"])
  func `a last line that a crash cut off is left out, wherever it was cut`(name: String) throws {
    try inFolder { store in
      let journal = try store.begin(Self.sample.run)
      try journal.append(Self.sample)
      let file = journal.folder.appending(path: name)
      let whole = try Data(contentsOf: file)
      let line = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
      for cut in [line, line + 1, (line + whole.count) / 2, whole.count - 1] {
        try whole[..<cut].write(to: file)
        let stored = try RunStore.read(journal.folder)
        let isJournal = name == "journal.jsonl"
        #expect(stored.outcome == (isJournal ? nil : Self.sample.outcome))
        #expect(stored.trials == Self.sample.trials)
        #expect(stored.series == (isJournal ? Self.sample.series : Self.sample.series.dropLast()))
      }
    }
  }

  @Test func `a series whose trial a crash prevented is left out, in a run that ended it stays`() throws {
    try inFolder { store in
      let trials = Self.sample.trials.filter { $0.load != nil }
      let journal = try store.begin(Self.sample.run)
      try journal.append(trials[0], Self.sample.seriesByTrial[trials[0].key])
      let file = journal.folder.appending(path: "series.jsonl")
      let orphan = try StoredForm.line(#require(Self.sample.seriesByTrial[trials[1].key]))
      try (Data(contentsOf: file) + orphan).write(to: file)
      #expect(try RunStore.read(journal.folder).series.map(\.key) == [trials[0].key])
      try journal.close(.interrupted, at: Date(timeIntervalSince1970: 1))
      #expect(try RunStore.read(journal.folder).series.count == 2)
    }
  }

  @Test(arguments: [
    ("journal.jsonl", #"{"news":1}"#), ("journal.jsonl", "{"), ("journal.jsonl", ""), ("series.jsonl", "[]"),
  ])
  func `a line that is none is an error that has the file and the line`(name: String, line: String) throws {
    try inFolder { store in
      let journal = try store.begin(Self.sample.run)
      try journal.append(Self.sample)
      let file = journal.folder.appending(path: name)
      var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
      lines.insert(line, at: 3)
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
      let loss = "1 of its \(lines.count) lines cannot be read"
      #expect {
        try RunStore.read(journal.folder)
      } throws: { "\($0)".contains("\(name) line 4: ") && "\($0)".contains(loss) }
    }
  }

  @Test(arguments: [true, false])
  func `half lines in the middle are told with the first one's place and how many are lost`(
    areEnded: Bool
  ) throws {
    try inFolder { store in
      let journal = try store.begin(Self.sample.run)
      try journal.append(Self.sample)
      let file = journal.folder.appending(path: "journal.jsonl")
      var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
      let trials = lines.indices.filter { lines[$0].hasPrefix(#"{"trial":"#) }.prefix(2)
      for index in trials { lines[index] = String(lines[index].prefix(lines[index].count / 2)) }
      // Either the writer went on in a new line, or right behind.
      for index in areEnded ? [] : trials.reversed() {
        let next = lines.remove(at: index + 1)
        lines[index] += next
      }
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
      let place = "journal.jsonl line \(trials[0] + 1): "
      let lost = areEnded || trials[1] > trials[0] + 1 ? 2 : 1
      let loss = "\(lost) of its \(lines.count) lines cannot be read"
      #expect {
        try RunStore.read(journal.folder)
      } throws: { "\($0)".contains(place) && "\($0)".contains(loss) }
      guard areEnded else { return }
      #expect {
        try RunStore.readOutline(journal.folder)
      } throws: { "\($0)".contains(place) }
    }
  }

  @Test(arguments: ["journal.jsonl", "series.jsonl", "run.json"])
  func `a file that is not there is an error that names it`(name: String) throws {
    try inFolder { store in
      let journal = try store.begin(Self.sample.run)
      try FileManager.default.removeItem(at: journal.folder.appending(path: name))
      #expect {
        try RunStore.read(journal.folder)
      } throws: { "\($0)".contains(name) }
    }
  }

  @Test(arguments: [1, 3])
  func `a run of another schema version is refused by its version, whatever else is in it`(
    version: Int
  ) throws {
    try inFolder { store in
      let folder = try store.begin(Self.sample.run).folder
      let other = Data(#"{"schemaVersion":\#(version),"news":[]}"#.utf8)
      try other.write(to: folder.appending(path: "run.json"))
      #expect {
        try RunStore.read(folder)
      } throws: { "\($0)".contains("run.json: schema version \(version), this harness reads 2;") }
    }
  }

  @Test func `two runs of a name have folders of their own`() throws {
    try inFolder { store in
      let journals = try (0..<3).map { _ in try store.begin(Self.sample.run) }
      let id = Self.sample.run.id
      #expect(journals.map(\.record.run.id) == [id, "\(id)-2", "\(id)-3"])
      for journal in journals {
        #expect(journal.folder.lastPathComponent == journal.record.run.id)
        #expect(try RunStore.read(journal.folder).run == journal.record.run)
      }
    }
  }

  @Test func `a folder that cannot be written to is an error that names the flag`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect {
      try RunStore(file).begin(Self.sample.run)
    } throws: { "\($0)".contains("--output") && "\($0)".contains(file.path) }
  }

  @Test func `the store has the folders with a run, and says so where there is no store`() throws {
    try inFolder { store in
      #expect { try store.folders() } throws: { "\($0)".contains(": there is no such folder; name") }
      let journal = try store.begin(Self.sample.run)
      try FileManager.default.createDirectory(
        at: store.folder.appending(path: "other"), withIntermediateDirectories: true)
      #expect(try store.folders().map(\.lastPathComponent) == [journal.folder.lastPathComponent])
    }
  }

  private func inFolder(_ body: (RunStore) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(RunStore(folder))
  }

  private func same(_ first: RunRecord, _ second: RunRecord) -> Bool {
    first.run == second.run && first.frameworks == second.frameworks && first.metrics == second.metrics
      && first.conformance == second.conformance && first.pilots == second.pilots
      && first.design == second.design && first.sessions == second.sessions && first.end == second.end
      && first.trials == second.trials && first.outcome == second.outcome && first.series == second.series
  }
}
