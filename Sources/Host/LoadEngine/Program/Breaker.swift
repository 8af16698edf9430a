/// Keeps requests from a server that fails, for a while: closed until too many of the last requests failed, then open, so that none is
/// sent; then some are sent as probes, all of which must be answered before it is closed again.
package struct BreakerRules: Equatable, Sendable {
  /// The last so many seconds are looked at, and only where they have so many requests.
  package var (window, minimum): (Double, Int)
  /// The share of them that failed from which on it opens, more than 0.
  package var errors: Double
  /// How long it is open, in seconds, and how many probes there are then.
  package var (open, probes): (Double, Int)

  /// Rules.
  package init(window: Double, minimum: Int, errors: Double, open: Double, probes: Int) {
    (self.window, self.minimum) = (window, minimum)
    self.errors = errors
    (self.open, self.probes) = (open, probes)
  }
}

/// A breaker of one worker.
struct Breaker {
  private enum State: Equatable {
    case closed
    case open(until: UInt64)
    /// So many probes may be sent, and so many have not been answered.
    case probing(left: Int, unanswered: Int)
  }

  /// The window is counted in so many pieces, of which the oldest is forgotten as a whole.
  private static let pieces = 10

  private let rules: BreakerRules
  private let pieceNanoseconds: UInt64
  private var state = State.closed
  private var counts = InlineArray<10, (sent: Int, failed: Int)>(repeating: (0, 0))
  /// The number of the piece that is counted, by the clock.
  private var piece: UInt64 = 0
  /// How often it opened, and for how long it was not closed, in nanoseconds.
  private(set) var openings = 0
  private(set) var openNanoseconds: UInt64 = 0
  private var openedNanoseconds: UInt64 = 0

  init(_ rules: BreakerRules) {
    self.rules = rules
    pieceNanoseconds = max(1, UInt64(rules.window * 1e9) / UInt64(Self.pieces))
  }

  /// Whether a request may be sent at `now`, which then is.
  mutating func admits(at now: UInt64) -> Bool {
    switch state {
    case .closed: return true
    case .open(let end):
      guard now >= end else { return false }
      state = .probing(left: rules.probes - 1, unanswered: rules.probes)
      return true
    case .probing(let left, let unanswered):
      guard left > 0 else { return false }
      state = .probing(left: left - 1, unanswered: unanswered)
      return true
    }
  }

  /// A request that was sent is over at `now`.
  mutating func note(failed: Bool, at now: UInt64) {
    switch state {
    case .closed:
      advance(to: now / pieceNanoseconds)
      let place = Int(piece % UInt64(Self.pieces))
      counts[place].sent += 1
      if failed { counts[place].failed += 1 }
      guard failed else { return }
      var (sent, failures) = (0, 0)
      for place in 0..<Self.pieces {
        sent += counts[place].sent
        failures += counts[place].failed
      }
      if sent >= rules.minimum, Double(failures) >= rules.errors * Double(sent) { open(at: now) }
    case .open: break  // It was sent before.
    case .probing(_, 1) where !failed: close(at: now)
    case .probing(let left, let unanswered):
      if failed { reopen(at: now) } else { state = .probing(left: left, unanswered: unanswered - 1) }
    }
  }

  /// How long it was not closed, up to `now`.
  func openNanoseconds(at now: UInt64) -> UInt64 {
    openNanoseconds &+ (state == .closed ? 0 : now &- min(now, openedNanoseconds))
  }

  private mutating func advance(to next: UInt64) {
    guard next > piece else { return }
    for number in max(piece + 1, next < UInt64(Self.pieces) ? 0 : next - UInt64(Self.pieces) + 1)...next {
      counts[Int(number % UInt64(Self.pieces))] = (0, 0)
    }
    piece = next
  }

  private mutating func open(at now: UInt64) {
    openings += 1
    openedNanoseconds = now
    reopen(at: now)
  }

  private mutating func reopen(at now: UInt64) { state = .open(until: now &+ UInt64(rules.open * 1e9)) }

  private mutating func close(at now: UInt64) {
    openNanoseconds &+= now &- openedNanoseconds
    counts = .init(repeating: (0, 0))
    state = .closed
  }
}
