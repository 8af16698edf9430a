import Glibc
package import LoadEngine
package import Scenarios

extension SessionPlan {
  /// The plan of a scenario whose seed has been drawn; `run` is the run's name, which users' keys begin with.
  init(_ scenario: Scenario, seed: UInt64, run: String) {
    let load = scenario.load
    let pieces = load.pieces
    let model: Model
    switch load.model {
    case .users: model = .closed(UserProfile(pieces))
    case .arrivals(let isPoisson):
      model = .open(Arrivals(RateProfile(pieces), isPoisson ? .poisson(seed: seed) : .even))
    }
    let isOpen = load.model != .users
    let iterations = load.iterations.map { Program.Draw($0) }
    self.init(
      model, users: scenario.users,
      iterations: iterations ?? (isOpen && load.sessionSeconds == nil ? .init(.constant(1)) : nil),
      seconds: load.sessionSeconds, pace: load.paceSeconds, seed: seed, keyPrefix: "\(run)-")
    tick = load.tickSeconds
    connectsEachUser = scenario.connections == .fresh
    breaker = scenario.breaker.map {
      BreakerRules(
        window: $0.windowSeconds, minimum: $0.minimum, errors: $0.errors, open: $0.openSeconds,
        probes: $0.probes)
    }
    limits = scenario.limits?.errors.map {
      SessionLimits(errors: $0.share, after: $0.afterSeconds, minimum: $0.minimum)
    }
    phaseEnds = load.phases.dropLast().reduce(into: []) { $0.append(($0.last ?? 0) + $1.seconds) }
  }
}

extension LoadPlan {
  /// So many straight pieces stand for a period of a wave, or a curve.
  private static let piecesOfCurve = 32

  /// How long it is, in seconds; nil: as long as is asked for.
  package var seconds: Double? { phases.isEmpty ? nil : phases.reduce(0) { $0 + $1.seconds } }

  /// How many users there are at a time at the most.
  package var seats: Int { model == .users ? UserProfile(pieces).most : mostUsers ?? 1 }

  /// The number over time, in straight pieces.
  package var pieces: [RateProfile.Piece] {
    guard !phases.isEmpty else { return [.init(seconds: 1, from: number ?? 1, to: number ?? 1)] }
    var (pieces, last) = ([RateProfile.Piece](), 0.0)
    for phase in phases {
      pieces += Self.pieces(of: phase, from: last)
      last = pieces.last?.to ?? last
    }
    return pieces
  }

  private static func pieces(of phase: Phase, from start: Double) -> [RateProfile.Piece] {
    switch phase.course {
    case .constant(let number): return [.init(seconds: phase.seconds, from: number, to: number)]
    case .ramp(let end, .linear): return [.init(seconds: phase.seconds, from: start, to: end)]
    case .ramp(let end, .steps(let count)):
      return (1...count).map { step in
        let number = start + (end - start) * Double(step) / Double(count)
        return .init(seconds: phase.seconds / Double(count), from: number, to: number)
      }
    case .ramp(let end, .exponential):
      // From nobody there is no factor: from one on, then.
      let (low, high) = (max(start, 1), max(end, 1))
      return curve(phase.seconds, pieces: piecesOfCurve) { $0 == 1 ? end : low * pow(high / low, $0) }
    case .wave(let low, let high, let period):
      let count = max(1, Int((Double(piecesOfCurve) * phase.seconds / period).rounded(.up)))
      return curve(phase.seconds, pieces: count) { share in
        low + (high - low) * (1 - cos(2 * .pi * share * phase.seconds / period)) / 2
      }
    case .points(let points):
      var pieces = zip(points, points.dropFirst()).map { first, second in
        RateProfile.Piece(seconds: second.seconds - first.seconds, from: first.number, to: second.number)
      }
      if let last = points.last, last.seconds < phase.seconds {
        pieces.append(.init(seconds: phase.seconds - last.seconds, from: last.number, to: last.number))
      }
      return pieces
    }
  }

  /// Straight pieces of a curve over the shares of its time.
  private static func curve(
    _ seconds: Double, pieces count: Int, _ number: (Double) -> Double
  ) -> [RateProfile.Piece] {
    (0..<count).map { index in
      .init(
        seconds: seconds / Double(count), from: number(Double(index) / Double(count)),
        to: number(Double(index + 1) / Double(count)))
    }
  }
}
