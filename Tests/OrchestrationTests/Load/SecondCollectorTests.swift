import Record
import Statistics
import Synchronization
import Testing

@testable import LoadEngine
@testable import Orchestration

@Suite struct SecondCollectorTests {
  /// An interval in which so many requests were answered that were sent in it.
  private static func interval(
    _ worker: Int, _ number: Int, answered: Int, isLast: Bool = false, length: UInt64 = 1_000_000_000,
    items: Int? = nil
  ) -> LoadInterval {
    var recorder = HistogramRecorder()
    if answered > 0 { recorder.record(1000, count: UInt64(answered)) }
    return LoadInterval(
      worker: worker, number: number, isLast: isLast, startNanoseconds: UInt64(number) * 1_000_000_000,
      lengthNanoseconds: length, sent: answered, answered: answered, errors: 0, items: items,
      sessions: nil, latency: recorder.snapshot())
  }

  private static func seconds(_ intervals: [LoadInterval]) -> [[Int]] {
    let told = Mutex<[LoadSecond]>([])
    let collector = SecondCollector(workers: 2) { second in told.withLock { $0.append(second) } }
    for interval in intervals { collector.take(interval) }
    return told.withLock { $0.map { [Int($0.end.rounded()), $0.answered, Int($0.latency.count)] } }
  }

  @Test func `what streams bring is added, and told also when nothing was answered after the window`() {
    let told = Mutex<[Int?]>([])
    let collector = SecondCollector(workers: 2) { second in told.withLock { $0.append(second.items) } }
    for interval in [
      Self.interval(0, 0, answered: 0, items: 3), Self.interval(1, 0, answered: 0, items: 4),
      Self.interval(0, 1, answered: 0, isLast: true, items: 2),
      Self.interval(1, 1, answered: 0, isLast: true, items: 0),
    ] { collector.take(interval) }
    #expect(told.withLock { $0 } == [7, 2])
  }

  @Test func `a second is told when all have told of it, and what came after the window is the last`() {
    let intervals = [
      Self.interval(0, 0, answered: 1), Self.interval(0, 1, answered: 2), Self.interval(1, 0, answered: 10),
      Self.interval(1, 1, answered: 20), Self.interval(0, 2, answered: 0, isLast: true),
      Self.interval(1, 2, answered: 5, isLast: true),
    ]
    #expect(Self.seconds(Array(intervals.prefix(2))) == [])
    #expect(Self.seconds(Array(intervals.prefix(3))) == [[1, 11, 11]])
    #expect(Self.seconds(intervals) == [[1, 11, 11], [2, 22, 22], [3, 5, 5]])
  }

  @Test func `who ends early keeps no second of the others back, and an idle end is none`() {
    let told = Self.seconds([
      Self.interval(0, 0, answered: 1), Self.interval(0, 1, answered: 0, isLast: true, length: 0),
      Self.interval(1, 0, answered: 1), Self.interval(1, 1, answered: 7), Self.interval(1, 2, answered: 8),
      Self.interval(1, 3, answered: 0, isLast: true),
    ])
    #expect(told == [[1, 2, 2], [2, 7, 7], [3, 8, 8]])
  }
}
