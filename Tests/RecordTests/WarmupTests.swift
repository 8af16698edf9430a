import Record
import Testing

private let rule = Warmup(seconds: 1, steadyVariation: 0.02)

private func record(_ rates: [Double]) -> WarmupRecord {
  WarmupRecord(
    requestsPerSecond: rates, endNanoseconds: rates.indices.map { ($0 + 1) * 100_000_000 }, rule: rule)
}

@Suite struct WarmupRecordTests {
  @Test func `a state is steady from the first of five windows in a row that vary little`() {
    let steady = record([100, 500, 900, 1000, 1001, 999, 1002, 1000])
    #expect(steady.steadyFrom == 3 && steady.steadyNanoseconds == 300_000_000)
    #expect(record([1000, 1000, 1000, 1000, 1000]).steadyNanoseconds == 0)
    let restless = record((0..<10).map { $0.isMultiple(of: 2) ? 1000 : 1100 })
    #expect(restless.steadyFrom == nil && restless.steadyNanoseconds == nil)
    #expect(record([1000, 1000, 1000, 1000]).steadyFrom == nil)
  }
}
