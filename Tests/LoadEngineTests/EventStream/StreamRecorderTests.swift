import Statistics
import Testing

@testable import LoadEngine

struct StreamRecorderTests {
  private static func recorder(numbers: [Int?]) -> StreamFigures {
    var recorder = StreamRecorder(slots: 2)
    recorder.ask(slot: 1, due: 100)
    for (place, number) in numbers.enumerated() {
      recorder.take(slot: 1, at: UInt64(200 + place), isNumbered: true, number: number)
    }
    return recorder.snapshot(silentAreOpen: false)
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
    var recorder = StreamRecorder(slots: 3)
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
    let figures = recorder.snapshot(silentAreOpen: false)
    #expect(figures.items == 3 && figures.itemsInWindow == 2 && figures.begun == 2 && figures.short == 1)
    #expect(figures.firstByte.minimum == 400 && figures.firstByte.maximum == 600)
    #expect(figures.gaps.minimum == 0 && figures.gaps.maximum == 300)
    #expect(figures.open == 1 && recorder.snapshot(silentAreOpen: true).open == 2)
    #expect(recorder.lastSign(slot: 1) == 1600)
  }
}
