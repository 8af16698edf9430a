import Statistics
import Testing

@Suite struct MeanTests {
  @Test func `means are of values, and the geometric one of those above 0`() {
    #expect(mean([1, 2, 6]) == 3 && mean([]) == nil)
    #expect(geometricMean([1, 2, 4]).map { abs($0 - 2) < 1e-12 } == true && geometricMean([7]) != nil)
    #expect(geometricMean([]) == nil && geometricMean([1, 0]) == nil && geometricMean([1, -1]) == nil)
  }
}
