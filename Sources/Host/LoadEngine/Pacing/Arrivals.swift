import Glibc
import SeededRandom

/// When requests are due in an open loop, whatever the server does.
package struct Arrivals: Equatable, Sendable {
  /// How requests are spread within the offered rate.
  package enum Spread: Equatable, Sendable {
    /// Evenly.
    case even
    /// As independent users do: a Poisson process.
    case poisson(seed: UInt64)
  }

  /// The offered rate over time.
  package let profile: RateProfile
  /// How requests are spread.
  package let spread: Spread

  /// Requests at the rates of `profile`.
  package init(_ profile: RateProfile, _ spread: Spread = .even) {
    self.profile = profile
    self.spread = spread
  }
}

/// The due times of one worker, in order: every `count`-th of the load's, from the `index`-th on.
struct DueTimes {
  /// So many of a Poisson process are passed over one by one.
  private static let mostDrawn = 500_000

  private let profile: RateProfile
  private let index: Int
  private let count: Int
  private var random: SeededGenerator?
  /// Requests of the whole load so far, and what they stand for in expectation.
  private var number = 0
  private var expected = 0.0

  init(_ arrivals: Arrivals, worker index: Int, of count: Int) {
    profile = arrivals.profile
    self.index = index
    self.count = count
    if case .poisson(let seed) = arrivals.spread { random = SeededGenerator(seed: seed, stream: "arrivals") }
  }

  /// The next request's due time in nanoseconds since the window began; nil when there is none any more.
  mutating func next() -> UInt64? {
    while true {
      if random == nil { expected = Double(number) } else { expected -= log(1 - (random?.uniform() ?? 0)) }
      let isOurs = number % count == index
      number += 1
      guard isOurs else { continue }
      return profile.nanoseconds(of: expected)
    }
  }

  /// Passes over those that are due before `time`, in nanoseconds since the window began; returns how many there are.
  ///
  /// There may be 10¹² of them, so that they are not gone through: the first that is not passed over is found by halving. Those of a Poisson
  /// process depend on each other; of what is left after half a million there are as many as the rate lets expect.
  mutating func skip(before time: UInt64) -> Int {
    guard random != nil else { return skipEven(before: time) }
    for passed in 0..<Self.mostDrawn {
      var ahead = self
      guard let due = ahead.next(), due < time else { return passed }
      self = ahead
    }
    let left = max(0, Int((profile.count(until: Double(time) / 1e9) - expected) / Double(count)))
    number += left * count
    expected += Double(left * count)
    return Self.mostDrawn + left
  }

  private mutating func skipEven(before time: UInt64) -> Int {
    let first = number + (index - number % count + count) % count
    let isPast = { [profile, count] (place: Int) in
      profile.nanoseconds(of: Double(first + place * count)).map { $0 < time } ?? false
    }
    var (passed, bound) = (0, 1)
    while bound < 1 << 50, isPast(bound) { bound *= 2 }
    while passed < bound {
      let middle = (passed + bound) / 2
      if isPast(middle) { passed = middle + 1 } else { bound = middle }
    }
    number = first + passed * count
    return passed
  }
}
