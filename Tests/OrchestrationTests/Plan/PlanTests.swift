import Record
import Testing

@testable import Orchestration

@Test(arguments: [
  ([0, 1], 1, [1], [0]), ([0, 1, 2, 3], 2, [1, 2], [0]), ([3], 1, [3], [3]), ([0, 1], 4, [1], [0]),
])
func `generator and apps get processors of their own`(
  allowed: [Int], workers: Int, app: [Int], generator: [Int]
) {
  let allocation = CPUAllocation(allowed: allowed, workers: workers) { [$0] }
  #expect(allocation.app == app)
  #expect(allocation.generator == generator)
}

@Test(arguments: [
  ([0, 1, 2, 3], 1, [2]), ([0, 1, 2, 3], 2, [2, 3]), ([0, 1, 2, 3], 3, [1, 2, 3]), ([0, 1], 1, [1]),
])
func `apps get the generator's core last`(allowed: [Int], workers: Int, app: [Int]) {
  let allocation = CPUAllocation(allowed: allowed, workers: workers) { [$0 / 2 * 2, $0 / 2 * 2 + 1] }
  #expect(allocation.generator == [0] && allocation.app == app)
}
