import SeededRandom
import Testing

@testable import LoadEngine

@Test func `slots wake in the order of their times, and none before its own`() {
  var random = SeededGenerator(seed: 5)
  var (times, expected): (WakeTimes, [(time: UInt64, slot: Int)]) = (WakeTimes(), [])
  var now: UInt64 = 0
  for slot in 0..<2000 {
    let time = UInt64(random.integer(in: 0...500))
    times.add(slot, at: time)
    expected.append((time, slot))
    #expect(times.next == expected.map(\.time).min())
    guard random.integer(in: 0...2) == 0 else { continue }
    now = UInt64(random.integer(in: 0...500))
    let woken = times.take(at: now)
    let place = expected.firstIndex { $0.slot == woken }
    #expect((woken == nil) == !expected.contains { $0.time <= now })
    guard let place else { continue }
    #expect(expected[place].time == expected.map(\.time).min())
    expected.remove(at: place)
  }
  var rest: [Int] = []
  while let slot = times.take(at: 500) { rest.append(slot) }
  #expect(rest.sorted() == expected.map(\.slot).sorted() && times.next == .max)
  #expect(times.take(at: .max) == nil)
}
