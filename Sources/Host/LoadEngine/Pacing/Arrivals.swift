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
      return profile.time(of: expected).map { UInt64($0 * 1e9) }
    }
  }
}
