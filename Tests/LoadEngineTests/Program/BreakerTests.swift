import Testing

@testable import LoadEngine

@Suite struct BreakerTests {
  private static let second: UInt64 = 1_000_000_000
  private static let rules = BreakerRules(window: 10, minimum: 4, errors: 0.5, open: 5, probes: 2)

  /// A breaker that expectations can ask.
  private final class Asked {
    private var breaker = Breaker(rules)
    var openings: Int { breaker.openings }

    func admits(at now: UInt64) -> Bool { breaker.admits(at: now) }
    func note(failed: Bool, at now: UInt64) { breaker.note(failed: failed, at: now) }
    func openNanoseconds(at now: UInt64) -> UInt64 { breaker.openNanoseconds(at: now) }
  }

  private func opened(at time: UInt64) -> Asked {
    let breaker = Asked()
    for _ in 0..<4 { breaker.note(failed: true, at: time) }
    return breaker
  }

  @Test func `it opens when so many of enough requests failed`() {
    let breaker = Asked()
    let now = 100 * Self.second
    for failed in [false, false, true] { breaker.note(failed: failed, at: now) }
    #expect(breaker.admits(at: now) && breaker.openings == 0)
    breaker.note(failed: true, at: now)
    #expect(!breaker.admits(at: now) && !breaker.admits(at: now + 5 * Self.second - 1))
    #expect(breaker.openings == 1 && breaker.openNanoseconds(at: now + Self.second) == Self.second)
  }

  @Test func `what is older than the window is forgotten`() {
    let breaker = Asked()
    for _ in 0..<3 { breaker.note(failed: true, at: 100 * Self.second) }
    breaker.note(failed: true, at: 110 * Self.second)
    #expect(breaker.admits(at: 110 * Self.second))
    for second in 111..<114 { breaker.note(failed: true, at: UInt64(second) * Self.second) }
    #expect(!breaker.admits(at: 114 * Self.second))
  }

  @Test func `probes close it, or open it again`() {
    let now = 100 * Self.second
    let breaker = opened(at: now)
    let later = now + 5 * Self.second
    #expect(breaker.admits(at: later) && breaker.admits(at: later) && !breaker.admits(at: later))
    breaker.note(failed: false, at: later)
    #expect(!breaker.admits(at: later))
    breaker.note(failed: false, at: later + Self.second)
    #expect(breaker.admits(at: later + Self.second) && breaker.openings == 1)
    #expect(breaker.openNanoseconds(at: later + 9 * Self.second) == 6 * Self.second)
    // It has to see as many again.
    breaker.note(failed: true, at: later + Self.second)
    #expect(breaker.admits(at: later + Self.second))

    let other = opened(at: now)
    #expect(other.admits(at: later))
    other.note(failed: true, at: later)
    #expect(!other.admits(at: later + 4 * Self.second) && other.admits(at: later + 5 * Self.second))
    #expect(other.openings == 1)
  }

  @Test func `answers to what was sent before it opened change nothing`() {
    let now = 100 * Self.second
    let breaker = opened(at: now)
    breaker.note(failed: false, at: now + Self.second)
    breaker.note(failed: true, at: now + 4 * Self.second)
    #expect(breaker.admits(at: now + 5 * Self.second))
  }
}
