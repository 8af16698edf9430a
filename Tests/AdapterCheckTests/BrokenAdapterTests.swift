import Foundation
import TestSupport
import Testing

@testable import AdapterCheck

private let fixtures = Project.folder.appending(path: "Tests/Fixtures/broken-adapters")

/// Adapters that are one program, broken in the one way that their folders' names say: the rule first.
@Suite struct BrokenAdapterTests {
  /// Breakages of what SHOULD be.
  private static let advised: Set = ["T4-noisy-beginning", "I7-has-an-unknown-role"]
  /// What cannot be seen of an adapter that does not start apps for a profiler.
  private static let unseen: Set<Rule> = [.F1, .F2, .F3, .F4, .F5, .F6, .profilerUnavailable]
  /// At once: most of the time they wait.
  private static let atOnce = 10
  /// What every breakage goes through, beside the scenario that judges its own rule.
  private static let common: Set<Scenario> = [.lines, .preparation, .lifecycle]

  private let specification: Specification

  init() throws { specification = try Specification(besides: Project.workloads) }

  @Test(arguments: ["sound", "sound-without-profiler"])
  func `an adapter that keeps the protocol passes every check without a warning`(name: String) async throws {
    let report = try await AdapterCheck(
      of: fixtures.appending(path: name), by: specification, extent: .brief
    ).run()
    let others = report.results.filter { $0.verdict != .passed }
    #expect(others.isEmpty && report.isSound, "\(others.map { "\($0.check.rawValue): \($0.seen)" })")
    #expect(report.results.count == Rule.allCases.count)
  }

  @Test func `each broken adapter fails its own check and no other`() async throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: fixtures.path).sorted().filter {
      $0 != "program" && !$0.hasPrefix("sound")
    }
    #expect(names.count >= 30)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, name) in names.enumerated() {
        if index >= Self.atOnce { _ = try await group.next() }
        group.addTask { try await self.checkBroken(name) }
      }
      try await group.waitForAll()
    }
  }

  private func checkBroken(_ name: String) async throws {
    let word = String(name.prefix { $0 != "-" })
    let rule = try #require(Rule(rawValue: word) ?? Rule(rawValue: "-" + word), "\(name)")
    let check = try #require(Check.all.first { $0.id == rule })
    let report = try await AdapterCheck(
      of: fixtures.appending(path: name), by: specification, extent: .brief,
      scenarios: Self.common.union([check.scenario])
    ).run()
    let seen = report.results.filter { $0.verdict != .passed }.map {
      "\($0.check.rawValue) \($0.verdict): \($0.seen)"
    }
    let isAdvised = Self.advised.contains(name)
    #expect(report.checks(.failed) == (isAdvised ? [] : [rule]), "\(name): \(seen)")
    #expect(report.checks(.warned) == (isAdvised ? [rule] : []), "\(name): \(seen)")
    #expect(Set(report.checks(.unjudged)).isSubset(of: rule == .S8 ? Self.unseen : []), "\(name): \(seen)")
    #expect(report.isSound == isAdvised && report.hostViolations.isEmpty, "\(name): \(report.hostViolations)")
  }
}
