import Statistics
import Testing

@testable import LoadEngine

struct StreamRecorderTests {
  private static func recorder(numbers: [Int?]) -> StreamFigures {
    var recorder = StreamRecorder(slots: 2, silentAreOpen: false)
    recorder.ask(slot: 1, due: 100)
    for (place, number) in numbers.enumerated() {
      recorder.take(slot: 1, at: UInt64(200 + place), isNumbered: true, number: number)
    }
    return recorder.snapshot()
  }

  @Test(
    arguments: [
      ([1, 2, 3], 0), ([2, 3, 4], 1), ([1, 3, 4, 5], 1), ([1, 1, 2], 1), ([1, 3, 2, 4], 3), ([1, nil, 3], 1),
      ([], 0),
    ] as [([Int?], Int)])
  func `an event that is not the one after the last is misplaced, and those that follow it are not`(
    numbers: [Int?], misplaced: Int
  ) {
    #expect(Self.recorder(numbers: numbers).misplaced == misplaced)
  }

  @Test func `what is open, in the window, and out of time is told apart`() {
    var recorder = StreamRecorder(slots: 3, silentAreOpen: false)
    for slot in 0..<3 { recorder.ask(slot: slot, due: 1000) }
    recorder.notice(slot: 0, at: 1500, began: 1400)
    recorder.take(slot: 0, at: 1500)
    recorder.isInWindow = true
    // The kernel's word may be older than ours.
    recorder.take(slot: 0, at: 1400)
    recorder.take(slot: 0, at: 1800)
    recorder.isInWindow = false
    recorder.notice(slot: 1, at: 1600, began: 1600)
    let isWhole = recorder.end(slot: 1, wanted: 1)
    #expect(!isWhole)
    let figures = recorder.snapshot()
    #expect(figures.items == 3 && figures.itemsInWindow == 2 && figures.begun == 2 && figures.short == 1)
    #expect(figures.firstByte.minimum == 400 && figures.firstByte.maximum == 600)
    #expect(figures.gaps.minimum == 0 && figures.gaps.maximum == 300)
    #expect(figures.open == 1)
    #expect(recorder.lastSign(slot: 1) == 1600)
  }

  @Test(arguments: [false, true]) func `a stream is open once, until it ends, fails or is asked for anew`(
    silentAreOpen: Bool
  ) {
    var recorder = StreamRecorder(slots: 4, silentAreOpen: silentAreOpen)
    var open: [Int] = []
    for slot in 0..<4 { recorder.ask(slot: slot, due: 0) }
    open.append(recorder.open)
    for slot in [0, 0, 1, 2] { recorder.notice(slot: slot, at: 1, began: 1) }
    open.append(recorder.open)
    _ = recorder.end(slot: 0)
    for slot in [1, 1, 3] { recorder.abandon(slot: slot) }
    open.append(recorder.open)
    recorder.ask(slot: 2, due: 2)
    open.append(recorder.open)
    #expect(open == (silentAreOpen ? [4, 4, 1, 1] : [0, 3, 1, 0]))
    #expect(recorder.snapshot().open == open.last)
  }
}
