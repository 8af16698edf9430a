import Testing

@testable import LoadEngine

struct BatchingTests {
  @Test func `a batch is at most half of what is under way, and never in place of other work`() {
    var state = BatchingState(Batching(answers: 16, wait: .microseconds(100)))
    #expect(state.next(outstanding: 64, nanoseconds: 1_000_000)?.answers == 16)
    #expect(state.next(outstanding: 64, nanoseconds: 1_000_000)?.nanoseconds == 100_000)
    #expect(state.next(outstanding: 10, nanoseconds: 50_000)?.answers == 5)
    #expect(state.next(outstanding: 10, nanoseconds: 50_000)?.nanoseconds == 50_000)
    #expect(state.next(outstanding: 3, nanoseconds: 1_000_000) == nil)
    #expect(state.next(outstanding: 64, nanoseconds: 0) == nil)
  }

  @Test func `an adaptive one pauses for longer and longer where answers do not come that fast`() {
    var state = BatchingState(Batching(answers: 16, isAdaptive: true))
    func waitsUntilBatch() -> Int {
      var count = 0
      while state.next(outstanding: 64, nanoseconds: 1_000_000) == nil { count += 1 }
      return count
    }
    var pauses: [Int] = []
    for _ in 0..<10 {
      state.note(came: 3, of: 16)
      pauses.append(waitsUntilBatch())
    }
    #expect(pauses == [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 4096])
    for _ in 0..<20 { state.note(came: 16, of: 16) }
    #expect(waitsUntilBatch() == 0)
    state.note(came: 0, of: 16)
    #expect(waitsUntilBatch() == 16)
  }

  @Test func `one that was asked for stays whatever comes`() {
    var state = BatchingState(Batching(answers: 16))
    state.note(came: 0, of: 16)
    #expect(state.next(outstanding: 64, nanoseconds: 1_000_000) != nil)
  }

  @Test func `unasked there are batches only in a closed loop of many connections`() {
    var shape = LoadShape(
      target: .loopback(port: 1), connections: 95, cpus: [0, 1, 2], duration: .seconds(1))
    #expect(Batching.automatic(for: shape) == nil)
    shape.connections = 96
    #expect(Batching.automatic(for: shape)?.isAdaptive == true)
    shape.pacing = .open(Arrivals(.constant(1)))
    #expect(Batching.automatic(for: shape) == nil)
  }
}
