import Testing

@testable import Selftest

private let millisecond: UInt64 = 1_000_000
private let stall = ServerBehaviour.Stall(period: 1_000_000_000, length: 150 * millisecond)

/// The latencies of evenly due requests, ascending, from the beginning of a stall on.
private func truth(_ behaviour: ServerBehaviour, rate: Double, seconds: Double = 1) -> [UInt64] {
  ServiceTimeline.truth(of: behaviour, epoch: 5, rate: rate, seconds: seconds, from: 5)
}

@Test func `a server that is never asked too much takes as long as it says`() {
  #expect(truth(ServerBehaviour(serviceNanoseconds: [7]), rate: 1000) == Array(repeating: 7, count: 1000))
  let mixed = truth(ServerBehaviour(serviceNanoseconds: [1, 1, 9]), rate: 300)
  #expect(mixed == Array(repeating: 1, count: 200) + Array(repeating: 9, count: 100))
}

@Test
func `a server that is asked twice what it can falls behind by a service time with every second request`() {
  // Requests are due every ms and take 2: the n-th is done at 2(n + 1) ms.
  let behind = truth(ServerBehaviour(serviceNanoseconds: [2 * millisecond]), rate: 1000)
  #expect(behind == (0..<1000).map { (UInt64($0) + 2) * millisecond })
}

@Test func `whoever is due in a stall waits for its end`() {
  // 1,000 per second: those due in the stall wait 150, 149 … 1 ms, all others nothing.
  let latencies = truth(ServerBehaviour(stall: stall), rate: 1000, seconds: 3)
  let waits = (1...150).flatMap { Array(repeating: UInt64($0) * millisecond, count: 3) }
  // Due times are whole nanoseconds, rounded down.
  let expected = Array(repeating: 0, count: 3 * 850) + waits
  #expect(latencies.count == 3000 && zip(latencies, expected).allSatisfy { $0 == $1 || $0 == $1 + 1 })
  func isClose(_ percent: Double, _ milliseconds: UInt64) -> Bool {
    latencies.percentile(percent).map { ($0 + 1) / millisecond == milliseconds } ?? false
  }
  #expect(latencies.percentile(50) == 0 && isClose(90, 50) && isClose(99, 140) && isClose(99.9, 149))
}

@Test func `what a stall leaves to be done delays the requests after it`() {
  // 10,000 per second of 20 µs: the k-th (from 0) is done at 150 ms + (k + 1) × 20 µs, being due at k × 100
  // µs, until nothing is left: 150 ms ÷ 80 µs = 1875 requests wait a while, of which the k-th waits 150 ms −
  // k × 80 µs + 20 µs.
  let latencies = truth(ServerBehaviour(serviceNanoseconds: [20_000], stall: stall), rate: 10_000)
  #expect(latencies.count { $0 > 20_000 } == 1875)
  let p90 = 150 * millisecond - 1000 * 80_000 + 20_000
  #expect(latencies.percentile(90).map { $0 == p90 || $0 == p90 + 1 } == true)
}

@Test func `a window may begin anywhere in a period`() {
  let server = ServerBehaviour(stall: stall)
  let middle = ServiceTimeline.truth(
    of: server, epoch: 0, rate: 1000, seconds: 1, from: 100 * millisecond)
  // The last 50 ms of one stall and the first 100 of the next.
  #expect(middle.count { $0 > 0 } == 150)
  #expect(middle.last == 150 * millisecond)
}

@Test func `ranks of percentiles are rounded up, as in a histogram`() {
  let values = (1...10).map { UInt64($0) }
  #expect(values.percentile(0) == 1 && values.percentile(10) == 1 && values.percentile(11) == 2)
  #expect(values.percentile(50) == 5 && values.percentile(99.9) == 10 && values.percentile(100) == 10)
  #expect([UInt64]().percentile(50) == nil)
}
