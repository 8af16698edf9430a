import Analysis
import Foundation
import JSON
import Record
import Reporting
import TestSupport
import Testing

@testable import Commands

/// A profile as `profile` leaves it: `results verify` proves that it follows from the trials, and its graphs from their stacks.
struct ProfileVerificationTests {
  private static let rates: [String: [Double?]] = ["v": [1000, 1010, 990], "w": [2000, 2020, 1980]]

  /// A run of these frameworks, held against the second; `c/z` never gave a number, so that there is no overall ratio, whose
  /// resampling would take most of the time.
  private static func write(_ frameworks: [String]) throws -> StoredRun {
    let store = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID())")
    let sample = SampleRun.make(
      Dictionary(
        uniqueKeysWithValues: frameworks.map { name in
          (name, name == "c/z" ? rates.mapValues { $0.map { _ in nil } } : rates)
        }), frameworks: frameworks, reference: frameworks.dropFirst().first, workloads: ["v", "w"],
      stopping: .init(minimumRounds: 3, minimumLatencyRounds: nil, timeBudgetSeconds: 540, isHard: false),
      ends: [.init(half: .capacity, blocks: 3, reason: .rounds)])
    let journal = try ResultStore(store).begin(sample.run)
    for trial in sample.trials { try journal.append(trial) }
    return try journal.close(.complete, at: Date(timeIntervalSince1970: 60))
  }

  /// The failed checks of a profile with one graph after `change`, which gets its folder.
  private static func failures(
    frameworks: [String] = ["a/x"], against other: Bool = false, _ change: (PublishedSample) throws -> Void
  ) throws -> [String: [String]] {
    let stored = try write(frameworks)
    let before = other ? try write(frameworks) : nil
    let folders = [stored, before].compactMap { $0?.folder.deletingLastPathComponent() }
    defer { for folder in folders { try? FileManager.default.removeItem(at: folder) } }
    let comparison = Comparison(of: stored)
    let publication = Publication(stored.folder)
    _ = try publication.publish(comparison, of: stored.run, reportFile: nil)
    let graph = Profile.FlameGraph(
      of: "v", profiler: "p 1", unit: "samples", intervalNanoseconds: 10, samples: 3, lost: 0, notes: [],
      requestsPerSecond: 900, hottest: [.init(frame: "b", share: 1)])
    let profile = Profile(of: stored, baseline: ProfileBaseline(of: stored, comparison, against: before)) {
      $0 == "v" ? .drawn(graph) : .missing(reason: "the tool is missing")
    }
    try publication.write(ProfileFiles.all(profile, folded: ["v": "a;b 3\n"]))
    let sample = PublishedSample(stored.folder)
    try change(sample)
    return sample.failures
  }

  @Test func `a sound profile is proven, alone, beside another framework and beside another run`() throws {
    #expect(try Self.failures { _ in } == [:])
    #expect(try Self.failures(frameworks: ["a/x", "b/y"]) { _ in } == [:])
    #expect(try Self.failures(against: true) { _ in } == [:])
  }

  @Test func `every figure that follows from the trials is found when it is changed`() throws {
    _ = try Self.failures(frameworks: ["a/x", "b/y", "c/z"]) { sample in
      let file = sample.folder.appending(path: ProfileFiles.profile)
      let whole = try StoredForm.decode(JSONValue.self, from: Data(contentsOf: file))
      let changes = numbers(in: whole).filter {
        !$0.pointer.contains("/flameGraph/") && $0.pointer != "/schemaVersion"
      }
      #expect(changes.count > 60)
      for (pointer, changed) in changes {
        try sample.change(ProfileFiles.profile, recorded: true) { $0 = try StoredForm.encode(changed) }
        let found = sample.failures[ProfileFiles.profile] ?? []
        #expect(found.contains { $0.hasPrefix(pointer) }, "\(pointer): \(found)")
      }
    }
  }

  @Test func `changed stacks or a changed graph, a missing one and broken stacks are found`() throws {
    let changed = try Self.failures { try $0.replace("a;b 3", with: "a;b 4", in: "profiles/v.folded") }
    #expect(changed[ProfileFiles.profile]?.contains { $0.contains("profiles/v.svg") } == true)
    let drawn = try Self.failures { try $0.replace("#fff", with: "#ffe", in: "profiles/v.svg") }
    #expect(drawn[ProfileFiles.profile]?.contains { $0.contains("profiles/v.svg") } == true)
    let broken = try Self.failures { try $0.replace("a;b 3", with: "a;b x", in: "profiles/v.folded") }
    #expect(broken[ProfileFiles.profile]?.contains { $0.contains("is no stack") } == true)
    let missing = try Self.failures {
      try FileManager.default.removeItem(at: $0.folder.appending(path: "profiles/v.folded"))
    }
    #expect(Set(missing.keys) == ["manifest", ProfileFiles.profile])
  }
}
