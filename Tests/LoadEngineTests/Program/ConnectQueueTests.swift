import Testing

@testable import LoadEngine

@Suite struct ConnectQueueTests {
  @Test func `a burst may connect, and then as many again after each pause`() {
    var queue = ConnectQueue(slots: 1000)
    for slot in 0..<1000 { queue.push(slot) }
    func opened(at now: UInt64) -> [Int] {
      var slots: [Int] = []
      while let slot = queue.pop(at: now) {
        queue.noteOpened()
        slots.append(slot)
      }
      return slots
    }
    // Those that may be unanswered, and the first burst of those beyond.
    #expect(opened(at: 1) == Array(0..<128) && queue.nextNanoseconds == 1 + ConnectQueue.pauseNanoseconds)
    #expect(opened(at: 2) == [])
    #expect(opened(at: queue.nextNanoseconds) == Array(128..<192))
    // Who has been answered makes room for another one at once.
    for _ in 0..<130 { queue.noteProven() }
    #expect(opened(at: queue.nextNanoseconds - 1) == [192, 193])
    queue.push(7)
    #expect(queue.count == 807)
  }

  @Test func `nobody waits for nothing`() {
    var queue = ConnectQueue(slots: 2)
    #expect(queue.nextNanoseconds == .max && queue.pop(at: 1) == nil)
    for slot in [1, 0, 1] {
      queue.push(slot)
      #expect(queue.pop(at: 1) == slot)
    }
  }
}
