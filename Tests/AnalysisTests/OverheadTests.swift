import Foundation
import Record
import TestSupport
import Testing

@testable import Analysis

@Suite struct OverheadTests {
  private static let raw: [Double?] = [1000, 1100, 900, 1000, 1000, 1000, 1200, 1100]
  /// Shares of the raw throughput that are whole requests.
  private static let shares = [0.8, 0.82, 0.78, 0.8, 0.81, 0.79, 0.8, 0.8]

  @Test func `validated over raw, paired by block, with Student's interval`() throws {
    let validated = zip(Self.raw, Self.shares).map { raw, share in raw.map { $0 * share } }
    let record = SampleRun.make(
      ["a/x": ["w": Self.raw, "w-validated": validated]], frameworks: ["a/x"],
      workloads: ["w", "w-validated"])
    let overhead = try #require(Comparison(of: record).overheads.first)
    #expect(overhead.participant == "a/x" && overhead.base == "w" && overhead.condition == "w-validated")
    #expect(overhead.cause == .validation && overhead.subject == "w")
    #expect(overhead.measure == .throughput && overhead.blocks == 8)
    let logs = Self.shares.map(log)
    let mean = logs.reduce(0, +) / 8
    #expect(abs(overhead.ratio - exp(mean)) < 1e-12)
    let deviation = (logs.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 7).squareRoot()
    // t of 7 degrees of freedom at 97.5 %: 2.364624 (printed tables).
    let half = 2.364624 * deviation / 8.0.squareRoot()
    let interval = try #require(overhead.interval)
    #expect(abs(interval.low - exp(mean - half)) < 1e-6 && abs(interval.high - exp(mean + half)) < 1e-6)
  }

  @Test
  func
    `few blocks have no interval, blocks that lack one of both do not count, and what is not paired has none`()
    throws
  {
    let some: [Double?] = [900, nil, 900, 900, nil, nil, 900, nil]
    let record = SampleRun.make(
      ["a/x": ["w": Self.raw, "w-validated": some, "v": Self.raw]], frameworks: ["a/x"],
      workloads: ["w", "w-validated", "v"])
    let overheads = Comparison(of: record).overheads
    #expect(overheads.count == 1 && overheads[0].blocks == 4 && overheads[0].interval == nil)
    let alone = SampleRun.make(
      ["a/x": ["v-validated": Self.raw]], frameworks: ["a/x"], workloads: ["v-validated"])
    #expect(Comparison(of: alone).overheads.isEmpty)
  }

  @Test func `rates that are offered to both cost nothing to compare`() {
    let record = SampleRun.make(
      ["a/x": ["w": Self.raw, "w-validated": Self.raw]], frameworks: ["a/x"],
      workloads: ["w", "w-validated"],
      p99: ["a/x": Self.raw.map { $0.map { $0 * 1000 } }])
    #expect(Comparison(of: record).overheads.map(\.condition) == ["w-validated"])
  }

  @Test func `requests beside open connections are held against the same alone, each of them by itself`()
    throws
  {
    let beside = zip(Self.raw, Self.shares).map { raw, share in raw.map { $0 * share } }
    let record = SampleRun.make(
      ["a/x": ["w": Self.raw, "w-validated": Self.raw, "e": beside, "s": Self.raw]], frameworks: ["a/x"],
      workloads: ["w", "w-validated", "e", "s"], held: ["e": "w", "s": "w"])
    let overheads = Comparison(of: record).overheads
    #expect(overheads.map(\.cause) == [.validation, .openConnections, .openConnections])
    #expect(overheads.map(\.subject) == ["w", "e", "s"] && overheads.allSatisfy { $0.base == "w" })
    let logs = Self.shares.map(log)
    #expect(abs(overheads[1].ratio - exp(logs.reduce(0, +) / 8)) < 1e-12 && overheads[2].ratio == 1)
    let without = SampleRun.make(
      ["a/x": ["e": beside]], frameworks: ["a/x"], workloads: ["e"], held: ["e": "w"])
    #expect(Comparison(of: without).overheads.isEmpty)
  }
}
