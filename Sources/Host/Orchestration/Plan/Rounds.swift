import Analysis

/// How many blocks the families of a run have.
package enum Rounds: Equatable, Sendable {
  /// So many; nil: as many as are advised.
  case exactly(Int?)
  /// At least so many, and at the most; nil: as many as are advised, and 30 or what is needed.
  case between(Int?, Int?)

  package static let usualMaximum = 30
  /// Blocks of one participant with nobody to compare it with: enough for an interval.
  package static let alone = 5

  /// The fewest and the most blocks of a family, by whether anybody is compared.
  func limits(isCompared: Bool) -> (minimum: Int, maximum: Int) {
    let advised = isCompared ? BlocksAdvice.usual : Self.alone
    switch self {
    case .exactly(let count):
      return (count ?? advised, count ?? advised)
    case .between(let minimum, let maximum):
      let fewest = minimum ?? min(advised, maximum ?? advised)
      return (fewest, maximum ?? max(Self.usualMaximum, fewest))
    }
  }
}
