import Record
import Testing

@testable import LoadEngine
@testable import Orchestration

private func figures(_ slices: [LoadResult.Slice], isSliced: Bool) -> LoadFigures {
  var result = LoadResult()
  (result.windowStartNanoseconds, result.slices) = (1000, slices)
  return LoadFigures(result, isSliced: isSliced, canaries: .init(checked: 0, wrong: 0, firstDifference: nil))
}

@Test func `the slices of a load are kept with their times in the window, a single one is the window`() {
  let sliced = figures(
    [
      .init(startNanoseconds: 1000, lengthNanoseconds: 50),
      .init(startNanoseconds: 1200, lengthNanoseconds: 40),
    ], isSliced: true)
  #expect(sliced.slices == [.init(start: 0, length: 50), .init(start: 200, length: 40)])
  #expect(sliced.windowNanoseconds == 90 && sliced.spanNanoseconds == 240)
  let whole = figures([.init(startNanoseconds: 1000, lengthNanoseconds: 50)], isSliced: false)
  #expect(whole.slices.isEmpty && whole.windowNanoseconds == 50 && whole.spanNanoseconds == 50)
}
