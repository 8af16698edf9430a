import Record
import TestSupport
import Testing

@testable import Analysis

@Suite struct ActiveTimeTests {
  /// A window of 100 in these slices.
  private static func load(_ slices: [(start: Int, length: Int)]) throws -> LoadFigures {
    let run = SampleRun.make(["a/x": ["w": [1000]]], frameworks: ["a/x"], workloads: ["w"])
    var load = try #require(run.trials.first?.load).with(windowNanoseconds: 100)
    load.slices = slices.map { .init(start: $0.start, length: $0.length) }
    return load
  }

  @Test func `in one piece all time is active, to the last answer or what else belongs to the end`() throws {
    let load = try Self.load([])
    #expect(ActiveTime(of: load, [], until: 0).length == 100)
    #expect(ActiveTime(of: load, [10..<130], until: 0).length == 130)
    let longer = ActiveTime(of: load, [10..<130], until: 150)
    #expect(longer.length == 150 && longer.range(10..<130) == 10..<130)
    #expect(longer.range(-5..<400) == 0..<150)
  }

  @Test func `what is between slices is left out, and a slice goes on until its last answer`() throws {
    let load = try Self.load([(0, 40), (100, 60)])
    let plain = ActiveTime(of: load, [], until: 0)
    #expect(plain.length == 100)
    #expect(plain.range(0..<40) == 0..<40 && plain.range(30..<110) == 30..<50)
    #expect(plain.range(50..<90).isEmpty && plain.range(100..<160) == 40..<100)
    let answers = [10..<35, 30..<55, 150..<170]
    let late = ActiveTime(of: load, answers, until: 175)
    #expect(late.length == 55 + 75)
    #expect(answers.map(late.range) == [10..<35, 30..<55, 105..<125])
    #expect(late.range(45..<50) == 45..<50 && late.range(60..<99).isEmpty)
  }

  @Test func `no slice reaches into the next`() throws {
    let load = try Self.load([(0, 40), (100, 60)])
    let stuck = ActiveTime(of: load, [30..<500], until: 0)
    #expect(stuck.length == 160 && stuck.range(30..<500) == 30..<160)
  }
}
