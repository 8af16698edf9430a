import Testing

@testable import LoadEngine

struct CanarySamplerTests {
  /// Asks once per unit of time over a window of 10 000, as a worker with one request per unit would.
  private func canaries(_ plan: CanaryPlan, variants: Int = 1, answerBytes: Int = 1) -> (
    times: [UInt64], kept: [CapturedAnswer]
  ) {
    var sampler = CanarySampler(plan, variants: variants, windowNanoseconds: 10_000)
    var times: [UInt64] = []
    for now: UInt64 in 1...10_000 where sampler.choosesRequest(at: now) {
      times.append(now)
      var answer = CapturedAnswer(variant: Int(now) % variants)
      answer.body = [UInt8](repeating: 0, count: answerBytes)
      sampler.keep(answer)
    }
    return (times, sampler.kept)
  }

  @Test("the bound on the count is spread over the whole window")
  func spreadByCount() {
    let times = canaries(CanaryPlan(stride: 1, maximumCount: 10, maximumBytes: 1000)).times
    #expect(times == (0..<10).map { 1 + 1000 * $0 })
  }

  @Test("the bound on bytes is spread over the whole window")
  func spreadByBytes() {
    let plan = CanaryPlan(stride: 1, maximumCount: 100, maximumBytes: 1000)
    let (times, kept) = canaries(plan, answerBytes: 250)
    #expect(times == [1, 2501, 5001, 7501])
    #expect(kept.count == 4)
  }

  @Test("with room for all, every n-th request is a canary")
  func stride() {
    let times = canaries(CanaryPlan(stride: 100, maximumCount: 10_000, maximumBytes: 1 << 20)).times
    #expect(times == (0..<100).map { 1 + 100 * $0 })
  }

  @Test("the stride reaches every variant", arguments: [(2, 4), (10, 5), (6, 9), (1, 7), (7, 7)])
  func variants(stride: Int, variants: Int) {
    let plan = CanaryPlan(stride: stride, maximumCount: 10_000, maximumBytes: 1 << 20)
    #expect(Set(canaries(plan, variants: variants).kept.map(\.variant)).count == variants)
  }

  @Test("an answer without room is not kept, one with room after it is")
  func room() {
    var sampler = CanarySampler(
      CanaryPlan(stride: 1, maximumCount: 3, maximumBytes: 10), variants: 1, windowNanoseconds: 3)
    var large = CapturedAnswer(variant: 0)
    large.body = [UInt8](repeating: 0, count: 11)
    sampler.keep(large)
    sampler.keep(CapturedAnswer(variant: 1))
    #expect(sampler.kept == [CapturedAnswer(variant: 1)])
  }

  @Test("time in which nothing was sent is not part of the window", arguments: [0, 1, 1000, 12_345])
  func rests(_ rest: UInt64) {
    let plan = CanaryPlan(stride: 1, maximumCount: 10, maximumBytes: 1000)
    var sampler = CanarySampler(plan, variants: 1, windowNanoseconds: 10_000)
    sampler.rest(rest)
    var times: [UInt64] = []
    for time: UInt64 in 1...10_000 {
      // Four slices, each after a rest.
      let now = time + rest * ((time - 1) / 2500 + 1)
      if time > 1, (time - 1) % 2500 == 0 { sampler.rest(rest) }
      if sampler.choosesRequest(at: now) { times.append(time) }
    }
    #expect(times == (0..<10).map { 1 + 1000 * $0 })
  }

  @Test("no plan, no canaries")
  func none() {
    #expect(canaries(.none).times.isEmpty)
  }
}
