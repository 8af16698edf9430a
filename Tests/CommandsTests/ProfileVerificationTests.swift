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

  /// A run of these frameworks, held against the last, and its folder.
  private static func write(_ frameworks: [String]) throws -> (record: RunRecord, folder: URL) {
    let record = SampleRun.make(
      Dictionary(uniqueKeysWithValues: frameworks.map { ($0, rates) }), frameworks: frameworks,
      reference: frameworks.last, workloads: ["v", "w"])
    return (record, try PublishedSample.store(record))
  }

  /// The failed checks of a profile with one graph after `change`, which gets its folder.
  private static func failures(
    frameworks: [String] = ["a/x"], against other: Bool = false, _ change: (PublishedSample) throws -> Void
  ) throws -> [String: [String]] {
    let (record, folder) = try write(frameworks)
    let before = other ? try write(frameworks) : nil
    let sample = PublishedSample(folder)
    defer { for folder in [folder, before?.folder].compactMap(\.self) { PublishedSample(folder).remove() } }
    try sample.publish()
    let graph = Profile.FlameGraph(
      of: "v", profiler: "p 1", unit: "samples", intervalNanoseconds: 10, samples: 3, lost: 0, notes: [],
      requestsPerSecond: 900, hottest: [.init(frame: "b", share: 1)])
    let baseline = ProfileBaseline(of: record, Comparison(of: record), against: before?.record)
    let profile = try #require(
      Profile(of: record, baseline: baseline) {
        $0 == "v" ? .drawn(graph) : .missing(reason: "the tool is missing")
      })
    #expect(Publication(folder).write(try ProfileFiles.all(profile, folded: ["v": "a;b 3\n"])) == [])
    try change(sample)
    return sample.failures
  }

  @Test func `a sound profile is proven, alone, beside another framework and beside another run`() throws {
    #expect(try Self.failures { _ in } == [:])
    #expect(try Self.failures(frameworks: ["a/x", "b/y"]) { _ in } == [:])
    #expect(try Self.failures(against: true) { _ in } == [:])
  }

  @Test func `every figure that follows from the trials is found when it is changed`() throws {
    _ = try Self.failures(frameworks: ["a/x", "b/y"]) { sample in
      let file = sample.folder.appending(path: ProfileFiles.profile)
      let whole = try StoredForm.decode(JSONValue.self, from: Data(contentsOf: file))
      let numbers = whole.numbers().filter { !$0.contains("/flameGraph/") && $0 != "/schemaVersion" }
      #expect(numbers.count > 60)
      for pointers in numbers.groups {
        try sample.change(ProfileFiles.profile, recorded: true) {
          $0 = try StoredForm.encode(whole.changing(Set(pointers)))
        }
        let found = sample.failures[ProfileFiles.profile] ?? []
        #expect(found.map { $0.components(separatedBy: ": stored ")[0] } == pointers)
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
