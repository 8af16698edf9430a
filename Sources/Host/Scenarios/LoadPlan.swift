/// How many users there are over time, or when they come.
package struct LoadPlan: Equatable, Sendable {
  /// How a number goes from one value to another.
  package enum Shape: Equatable, Sendable {
    /// Evenly.
    case linear
    /// By the same factor in equal times.
    case exponential
    /// In so many equal steps.
    case steps(Int)
  }

  /// A number over the time of a phase.
  package enum Course: Equatable, Sendable {
    /// This number from the beginning.
    case constant(Double)
    /// To this number, from where the phase before ended.
    case ramp(to: Double, Shape)
    /// Up and down between two numbers, beginning at the lower one.
    case wave(low: Double, high: Double, periodSeconds: Double)
    /// Evenly between points of time and number; the first is at 0.
    case points([Point])
  }

  /// A number at a time.
  package struct Point: Equatable, Sendable {
    package let seconds: Double
    package let number: Double
  }

  /// A part of the load.
  package struct Phase: Equatable, Sendable {
    package let name: String
    package let seconds: Double
    /// Users, or their arrivals per second.
    package let course: Course
    /// Whether what comes to pass in it counts.
    package let isCounted: Bool
  }

  /// What is planned.
  package enum Model: Equatable, Sendable {
    /// So many users are there.
    case users
    /// So many users come in each second.
    case arrivals(isPoisson: Bool)
  }

  package let model: Model
  /// One after the other; empty: `number` for as long as the run is.
  package let phases: [Phase]
  /// Users, or arrivals per second, where there are no phases.
  package var number: Double?
  /// How many users there are at a time where they come; nil: as many as `users` says.
  package var mostUsers: Int?
  /// How many flows a user carries out; nil: as many as there is time for, where users come one.
  package let iterations: Draw?
  /// For how long a user begins flows, in seconds.
  package let sessionSeconds: Double?
  package let paceSeconds: Double?
  package let tickSeconds: Double
  package let drainSeconds: Double
}

/// A number that is drawn.
package struct Draw: Equatable, Sendable {
  /// How numbers are spread.
  package enum Spread: Equatable, Sendable {
    case constant(Double)
    case uniform(Double, Double)
    case normal(mean: Double, deviation: Double)
    case exponential(mean: Double)
    case lognormal(median: Double, sigma: Double)
  }

  package let spread: Spread
  /// What is outside is moved to the nearer one.
  package let minimum: Double
  package let maximum: Double
  package let isInteger: Bool

  /// The largest that there can be, in size; infinite where there is none.
  package var largest: Double {
    switch spread {
    case .constant(let number): Swift.min(Swift.max(number, minimum), maximum)
    case .uniform(_, let high): Swift.min(high, maximum)
    case .normal, .exponential, .lognormal: maximum
    }
  }
}
