import SeededRandom
import Testing

@testable import Statistics

@Suite struct CoverageTests {
  @Test func `it is what counting every unit gives, turned or not`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<40 {
      let length = random.integer(in: 1...60)
      let intervals = (0..<random.integer(in: 0...5)).map { _ in
        let begin = random.integer(in: -10...60)
        return begin..<begin + random.integer(in: 0...20)
      }
      let coverage = Coverage(of: intervals, in: length)
      let covered = (0..<length).map { unit in intervals.contains { $0.contains(unit) } }
      for shift in 0..<length {
        let begin = random.integer(in: 0...length - 1)
        let range = begin..<random.integer(in: begin...length)
        let expected = range.count { covered[($0 - shift + length) % length] }
        #expect(coverage.covered(range, shiftedBy: shift) == expected)
      }
    }
  }
}

@Suite struct OverlapTestTests {
  private static let length = 400_000

  private static func window(_ requests: [Range<Int>], _ pauses: [Range<Int>]) -> OverlapTest.Window {
    OverlapTest.Window(requests, coverage: Coverage(of: pauses, in: length))
  }

  /// Stretches of up to `longest`, which begin anywhere.
  private static func stretches(_ count: Int, longest: Int, _ random: inout SeededGenerator) -> [Range<Int>] {
    (0..<count).map { _ in
      let begin = random.integer(in: 0...length - longest)
      return begin..<begin + random.integer(in: 1...longest)
    }
  }

  @Test func `a tenth of a stretch is enough, less is not`() {
    let window = Self.window([0..<100, 200..<300, 990..<1090], [91..<100, 290..<300, 1000..<1001])
    #expect(window.meetings == [false, true, false])
  }

  @Test func `chance is the mean over all turns`() throws {
    // A pause of a quarter; a request of no length to speak of meets it after a quarter of the turns.
    let test = try #require(OverlapTest([Self.window([10..<11], [0..<Self.length / 4])], seed: 1))
    #expect(test.share == 1 && abs(test.chance - 0.25) < 2 / 509 && abs(test.pValue - 0.25) < 0.02)
    #expect(test.chanceHigh == 1)
  }

  @Test func `a cause that is never or always there explains nothing`() throws {
    for pauses in [[], [0..<Self.length]] {
      let test = try #require(OverlapTest([Self.window([10..<20, 30..<40], pauses)], seed: 1))
      #expect(test.share == (pauses.isEmpty ? 0 : 1) && test.chance == test.share && test.pValue == 1)
    }
    #expect(OverlapTest([Self.window([], [0..<10])], seed: 1) == nil)
  }

  @Test func `requests that wait for pauses are told from those that do not`() throws {
    var random = SeededGenerator(seed: 3)
    let pauses = (0..<10).map { 10_000 + $0 * 40_000 + random.integer(in: 0...9_000) }.map { $0..<$0 + 4_000 }
    let waiting = pauses.flatMap { pause in
      (0..<8).map { _ in
        random.integer(in: pause.lowerBound...pause.upperBound - 1)..<pause.upperBound
          + random.integer(in: 1...500)
      }
    }
    let test = try #require(OverlapTest([Self.window(waiting, pauses)], seed: 1))
    #expect(test.share > 0.9 && test.chance < 0.25 && test.pValue < 0.01)
  }

  @Test func `pauses that come at equal times hide nothing`() throws {
    // After a turn by 40,000 all of them are met again, but those at an end.
    let pauses = (0..<10).map { 1_000 + $0 * 40_000..<9_000 + $0 * 40_000 }
    let test = try #require(
      OverlapTest(
        [Self.window(pauses.map { $0.lowerBound + 500..<$0.upperBound }, pauses.dropLast())], seed: 1))
    #expect(test.share == 0.9 && test.pValue < 0.05)
  }

  /// Under the null hypothesis P(p ≤ u) is u, less what ties take away; the bounds are four standard errors from it.
  @Test func `p values of requests that come at any time are uniform, however the pauses are clustered`()
    throws
  {
    var random = SeededGenerator(seed: 5)
    let runs = 300
    let pValues = try (0..<runs).map { run in
      let windows = (0..<2).map { _ in
        let clusters = (0..<3).map { _ in random.integer(in: 0...Self.length - 50_000) }
        let pauses = clusters.flatMap { begin in
          (0..<4).map { _ in random.integer(in: begin...begin + 40_000) }.map { $0..<$0 + 4_000 }
        }
        return Self.window(Self.stretches(25, longest: 2_000, &random), pauses)
      }
      return try #require(OverlapTest(windows, seed: UInt64(run))).pValue
    }
    for bound in [0.05, 0.1, 0.25, 0.5, 0.75] {
      let found = Double(pValues.count { $0 <= bound }) / Double(runs)
      let error = 4 * (bound * (1 - bound) / Double(runs)).squareRoot()
      #expect(found <= bound + error && found >= bound * 0.8 - error, "\(found) of p ≤ \(bound)")
    }
  }
}

@Test(arguments: [[], [0], [Int64.min, .max, -1, 1], [63, 64, -64, -65, 8191, 8192, -8192, -8193, 1 << 62]])
func `packed numbers come back as they were, and are cut off nowhere`(numbers: [Int64]) {
  var packed = PackedNumbers()
  for number in numbers { packed.append(number) }
  var whole = packed
  #expect(numbers.map { _ in whole.popFirst() } == numbers && whole.popFirst() == nil)
  var cut = PackedNumbers(packed.bytes.dropLast())
  #expect(numbers.map { _ in cut.popFirst() } == numbers.dropLast() + numbers.suffix(1).map { _ in nil })
}
