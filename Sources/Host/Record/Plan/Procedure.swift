/// How apps are brought to their pace and measured. What is nil is not fixed: the design of a run finds it from the pilot.
package struct Procedure: Codable, Equatable, Sendable {
  /// How requests that are due are spread.
  package enum Arrivals: String, Codable, CaseIterable, Sendable {
    /// Evenly.
    case constant
    /// As independent users do.
    case poisson
  }

  /// Turns of this length halve the noise of a noisy machine and cost nothing on a quiet one.
  package static let usualSliceSeconds = 0.05

  /// The longest that a participant is driven before the blocks, in seconds; each workload is driven once at least.
  package let pilotSeconds: Double
  /// The warm-up of each fresh process, in seconds.
  package let warmupSeconds: Double?
  /// How long a closed loop is measured in a block, in seconds.
  package let closedSeconds: Double?
  /// How long an offered rate is measured in a block, in seconds.
  package let offeredSeconds: Double?
  /// About how long a participant is loaded in a closed loop before it is another's turn, in seconds.
  package let sliceSeconds: Double
  /// How requests are spread within an offered rate; nil where none is offered.
  package let arrivals: Arrivals?

  /// A procedure.
  package init(
    pilotSeconds: Double, warmupSeconds: Double? = nil, closedSeconds: Double? = nil,
    offeredSeconds: Double? = nil, sliceSeconds: Double, arrivals: Arrivals? = nil
  ) {
    self.pilotSeconds = pilotSeconds
    self.warmupSeconds = warmupSeconds
    self.closedSeconds = closedSeconds
    self.offeredSeconds = offeredSeconds
    self.sliceSeconds = sliceSeconds
    self.arrivals = arrivals
  }
}
