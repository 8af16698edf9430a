/// How many users carry out a program, when, and for how long.
package struct SessionPlan: Equatable, Sendable {
  /// What decides when users begin.
  package enum Model: Equatable, Sendable {
    /// So many are there; one that ends is replaced by the next one.
    case closed(UserProfile)
    /// They are due at their times, one after the other; one that finds no free seat waits, and its latency grows.
    case open(Arrivals)
  }

  package var model: Model
  /// How many users there are; those after the last one do not begin. nil: as many as come.
  package var users: Int?
  /// How many flows a user carries out before it ends, at least one; nil: as many as there is time for.
  package var iterations: Program.Draw?
  /// After how many seconds a user begins no more flows; nil: never.
  package var seconds: Double?
  /// A user's flows are due so many seconds apart; nil: each when the one before is over.
  package var pace: Double?
  /// When phases end whose figures are kept apart, in seconds after the beginning; what is after the last one is a phase, too.
  package var phaseEnds: [Double] = []
  /// Pauses end at multiples of so many seconds, which saves wake-ups; 0: each at its time.
  package var tick = 0.001
  /// What all that is drawn follows from: the same for the same user, however many workers there are.
  package var seed: UInt64
  /// What users' keys begin with; the user's number follows.
  package var keyPrefix: String
  /// So many seats share the load's connections: who finds none free waits. nil: each has its own.
  package var sharingSeats: Int?
  /// Whether each user has a new connection; otherwise one who takes a seat goes on with that of the one before.
  package var connectsEachUser = false
  /// What keeps requests from a server that fails, each worker's by itself; nil: nothing does.
  package var breaker: BreakerRules?
  /// What ends the load before its time; nil: nothing does.
  package var limits: SessionLimits?
  /// Whether users begin before the window, in which they have only flows to do, and stay: a flow that is due at a time is done by one of
  /// them; where none is, all rest where they are when the window, or a slice of it, is over. For one number of users.
  package var areResident = false

  /// A plan.
  package init(
    _ model: Model, users: Int? = nil, iterations: Program.Draw? = nil, seconds: Double? = nil,
    pace: Double? = nil, seed: UInt64, keyPrefix: String = "user-"
  ) {
    self.model = model
    self.users = users
    self.iterations = iterations
    self.seconds = seconds
    self.pace = pace
    self.seed = seed
    self.keyPrefix = keyPrefix
  }
}
