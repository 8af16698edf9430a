import Foundation
import Testing

@testable import Reporting

@Suite struct ScaleTests {
  @Test func `ends have room, and what is beyond stands at them`() throws {
    let scale = try #require(Scale(.linear, over: [0, 10], padding: 0.1))
    #expect(scale.place(-2) == 0 && scale.place(12) == 100 && scale.place(5) == 50)
    #expect(abs(scale.place(0) - 100 / 12) < 1e-9)
    #expect(scale.unbounded(-2) < 0 && (0...100).contains(scale.unbounded(5)) && scale.unbounded(12) > 100)
  }

  @Test func `equal ratios are equal lengths`() throws {
    let scale = try #require(Scale(.logarithmic, over: [1, 100], padding: 0))
    #expect([1, 10, 100].map { scale.place($0).rounded() } == [0, 50, 100])
    #expect(scale.place(0) == 0 && scale.place(.infinity) == 100)
  }

  @Test func `one value stands in the middle, and none has no scale`() throws {
    for kind in [Scale.Kind.linear, .logarithmic] {
      #expect(try #require(Scale(kind, over: [7])).place(7) == 50)
      #expect(Scale(kind, over: [Double]()) == nil && Scale(kind, over: [.nan, .infinity]) == nil)
    }
    #expect(Scale(.logarithmic, over: [0, -1]) == nil)
  }

  @Test(arguments: [
    ([1.0, 20], 6, [1.0, 2, 5, 10, 20]), ([1, 1e6], 7, [1, 10, 100, 1000, 1e4, 1e5, 1e6]),
    ([1, 9e6], 8, [1, 10, 100, 1000, 1e4, 1e5, 1e6]), ([2, 4], 9, [2, 3]), ([101, 119], 4, [105, 110, 115]),
  ])
  func `logarithmic ticks are round, within the ends, and not too many`(
    ends: [Double], most: Int, expected: [Double]
  ) throws {
    let ticks = try #require(Scale(.logarithmic, over: ends, padding: 0)).ticks(atMost: most)
    #expect(
      ticks.count == expected.count && zip(ticks, expected).allSatisfy { abs($0 / $1 - 1) < 1e-12 },
      "\(ticks)")
  }

  @Test(arguments: [
    ([0.0, 10], 6, [0.0, 2, 4, 6, 8, 10]), ([0, 9e9], 4, [0, 2.5e9, 5e9, 7.5e9]),
    ([0, 9e9], 5, [0, 2e9, 4e9, 6e9, 8e9]), ([-1, 1], 3, [-1, 0, 1]),
  ])
  func `linear ticks are round, within the ends, and not too many`(
    ends: [Double], most: Int, expected: [Double]
  ) throws {
    let ticks = try #require(Scale(.linear, over: ends, padding: 0)).ticks(atMost: most)
    #expect(ticks == expected, "\(ticks)")
  }

  @Test func `no scale has more ticks than were asked for, nor any outside`() throws {
    for exponent in stride(from: -9.0, through: 9, by: 0.37) {
      for width in [1.001, 1.2, 3, 50, 1e4, 1e9] {
        for kind in [Scale.Kind.linear, .logarithmic] {
          let low = pow(10, exponent)
          let scale = try #require(Scale(kind, over: [low, low * width]))
          let ticks = scale.ticks(atMost: 5)
          #expect(
            ticks.count <= 5 && ticks.allSatisfy { (0...100).contains(scale.unbounded($0)) },
            "\(low) × \(width): \(ticks)")
        }
      }
    }
  }
}
