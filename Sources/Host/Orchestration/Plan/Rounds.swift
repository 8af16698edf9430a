import Analysis

/// How many blocks a run has.
package enum Rounds: Equatable, Sendable {
  /// So many; nil: as many as are usual.
  case exactly(Int?)
  /// At least so many, and at the most; nil: as many as are usual.
  case between(Int?, Int?)

  package static let usualMaximum = 30
  /// Blocks of one participant with nobody to compare it with: enough for an interval.
  package static let alone = 5

  /// The fewest and the most blocks of a run, by whether anybody is compared.
  func limits(isCompared: Bool) -> (minimum: Int, maximum: Int) {
    let usual = isCompared ? BlocksAdvice.usual : Self.alone
    switch self {
    case .exactly(let count):
      return (count ?? usual, count ?? usual)
    case .between(let minimum, let maximum):
      let fewest = minimum ?? min(usual, maximum ?? usual)
      return (fewest, maximum ?? max(Self.usualMaximum, fewest))
    }
  }
}
