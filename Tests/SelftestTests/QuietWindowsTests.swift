import LoadEngine
import Record
import Testing

@testable import Selftest

private func disturbance(
  waiting: Double? = 0, stolen: Double? = 0, other: Double? = 0, late: Double = 0
) -> SelftestReport.Disturbance {
  .init(
    waitingShare: waiting, stolenShare: stolen, otherShare: other, lateShare: late, latestNanoseconds: 0)
}

@Test func `a window is quiet when the machine exceeds none of its limits`() {
  #expect(disturbance(waiting: 0.002, stolen: 0.01, other: 0.01, late: 0.002).isQuiet)
  #expect(disturbance(waiting: nil, stolen: nil, other: nil).isQuiet)
  #expect(!disturbance(waiting: 0.0021).isQuiet && !disturbance(stolen: 0.011).isQuiet)
  #expect(!disturbance(other: 0.011).isQuiet && !disturbance(late: 0.0021).isQuiet)
}

@Test func `quiet windows count alone, the first of them, whatever was seen in the others`() {
  let windows = QuietWindows(
    [Watched(1, busy), Watched(2, calm), Watched(3, busy), Watched(4, calm), Watched(5, calm)], 2)
  #expect(windows.values == [2, 4] && windows.isEnough)
  #expect(windows.machine == .init(windows: 5, quiet: 3, least: calm))
}

@Test func `without a quiet window the least disturbed are shown, and not judged`() {
  let (bad, worse) = (disturbance(other: 0.1), disturbance(other: 0.2))
  let windows = QuietWindows([Watched(7, worse), Watched(8, bad), Watched(9, busy)], 2)
  #expect(windows.values == [7, 8] && !windows.isEnough)
  let check = SelftestReport.Check("x", .count, seen: 7, expected: 0...9, in: windows)
  #expect(check.verdict == .notJudged && check.seen == 7)
  #expect(check.machine == .init(windows: 3, quiet: 0, least: bad))
}

@Test func `one quiet window is enough to fail, or as many as are needed`() {
  let one = [Watched(7, calm), Watched(8, busy)]
  func verdict(_ windows: QuietWindows<Int>) -> SelftestReport.Check.Verdict {
    SelftestReport.Check("x", .count, seen: 7, expected: 8...9, in: windows).verdict
  }
  #expect(verdict(QuietWindows(one, 2)) == .fails)
  #expect(verdict(QuietWindows(one, 2, needed: 2)) == .notJudged)
  #expect(QuietWindows(one, 2, needed: 2).values == [7, 8])
}

@Test func `what is made of several windows is disturbed like the worst`() {
  let both = Watched([Watched(1, calm), Watched(2, busy)])
  #expect(both.value == [1, 2] && both.disturbance == busy && both.map(\.count).disturbance == busy)
}
