import SeededRandom
import Testing

/// Expected values come from an independent Python program with whole numbers of any size.
@Suite struct DrawingTests {
  @Test func `the seed decides every kind of draw`() {
    var integers = SeededGenerator(seed: 42)
    #expect((0..<8).map { _ in integers.integer(in: 0...99) } == [8, 37, 68, 92, 99, 76, 71, 85])
    var orders = SeededGenerator(seed: 42)
    #expect(orders.shuffled(Array(0..<10)) == [9, 1, 4, 2, 8, 7, 6, 5, 3, 0])
    var fractions = SeededGenerator(seed: 42)
    #expect(
      (0..<3).map { _ in fractions.uniform() }
        == [0.08386297105988216, 0.3789802506626686, 0.6800434110281394])
  }

  @Test func `a range of 2⁶³ + 1 numbers, which rejects half of all draws, stays unbiased`() {
    var generator = SeededGenerator(seed: 42)
    let range = -(1 << 62)...(1 << 62)
    #expect(
      (0..<4).map { _ in generator.integer(in: range) } == [
        4_536_090_470_605_270_834, 2_487_907_396_605_487_388, 2_022_303_436_039_712_473,
        2_410_753_156_918_784_575,
      ])
  }

  @Test func `a range of one number and the range of all numbers work`() {
    var generator = SeededGenerator(seed: 1)
    var bits = SeededGenerator(seed: 1)
    _ = bits.next()
    #expect(generator.integer(in: -7 ... -7) == -7)
    #expect(generator.integer(in: .min ... .max) == Int(truncatingIfNeeded: bits.next()))
  }

  // χ² with 5 degrees of freedom stays below 20.515 with probability .999 (scipy 1.17.1, chi2.ppf).
  @Test func `numbers and orders are equally likely`() {
    var generator = SeededGenerator(seed: 7)
    var faces = [Int](repeating: 0, count: 6)
    var orders: [[Int]: Int] = [:]
    for _ in 0..<6000 {
      faces[generator.integer(in: 1...6) - 1] += 1
      orders[generator.shuffled([1, 2, 3]), default: 0] += 1
    }
    func chiSquared(_ counts: [Int]) -> Double {
      counts.reduce(0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    }
    #expect(chiSquared(faces) < 20.515)
    #expect(orders.count == 6 && chiSquared(Array(orders.values)) < 20.515)
  }

  @Test func `fractions fill the unit interval without its upper end`() {
    var generator = SeededGenerator(seed: 3)
    let fractions = (0..<10_000).map { _ in generator.uniform() }
    #expect(fractions.allSatisfy { (0..<1).contains($0) })
    #expect(abs(fractions.reduce(0, +) / 10_000 - 0.5) < 0.01)  // 3.5 standard errors
  }

  @Test func `an element is one of the items, and none of nothing`() {
    var generator = SeededGenerator(seed: 5)
    let drawn = (0..<100).compactMap { _ in generator.element(of: ["a", "b", "c"]) }
    #expect(drawn.count == 100 && Set(drawn) == ["a", "b", "c"])
    #expect(generator.element(of: [Int]()) == nil)
  }
}
