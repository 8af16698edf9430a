import Glibc

/// How many requests per second are offered over a window: pieces on which the rate is constant or changes evenly.
package struct RateProfile: Equatable, Sendable {
  /// A stretch of time and the rates, in requests per second, at its beginning and its end.
  package struct Piece: Equatable, Sendable {
    package let seconds: Double
    package let from: Double
    package let to: Double

    /// A stretch of `seconds` over which the rate goes from `from` to `to`.
    package init(seconds: Double, from: Double, to: Double) {
      precondition(seconds > 0 && from >= 0 && to >= 0, "a rate lasts a while and is not negative")
      self.seconds = seconds
      self.from = from
      self.to = to
    }

    /// Requests of the whole piece.
    fileprivate var total: Double { seconds * (from + to) / 2 }

    /// When `count` requests (at most `total`) have been offered: the root of from·t + (to − from)·t²/(2·seconds) = count,
    /// in the form that stays exact when the rate hardly changes.
    fileprivate func time(of count: Double) -> Double {
      let slope = (to - from) / seconds
      let root = (max(0, from * from + 2 * slope * count)).squareRoot()
      return count == 0 ? 0 : 2 * count / (from + root)
    }
  }

  /// The pieces, one after the other; the last rate holds on after them.
  package let pieces: [Piece]

  /// A profile of pieces.
  package init(_ pieces: [Piece]) {
    precondition(pieces.contains { $0.total > 0 }, "a profile offers requests")
    self.pieces = pieces
  }

  /// The same rate all along.
  package static func constant(_ rate: Double) -> RateProfile {
    RateProfile([Piece(seconds: 1, from: rate, to: rate)])
  }

  /// When the expected number of requests reaches `count`, in seconds; nil when it never does.
  func time(of count: Double) -> Double? {
    var begin = 0.0
    var rest = count
    for piece in pieces {
      if rest <= piece.total { return begin + piece.time(of: rest) }
      rest -= piece.total
      begin += piece.seconds
    }
    guard let rate = pieces.last?.to, rate > 0 else { return nil }
    return begin + rest / rate
  }

  /// The same in nanoseconds; what is 300 years away stays there.
  func nanoseconds(of count: Double) -> UInt64? { time(of: count).map { UInt64(min($0 * 1e9, 1e19)) } }

  /// The expected number of requests until `time`, in seconds.
  func count(until time: Double) -> Double {
    var (rest, sum) = (time, 0.0)
    for piece in pieces {
      let part = min(rest, piece.seconds)
      sum += part * (piece.from + (piece.to - piece.from) * part / (2 * piece.seconds))
      rest -= part
    }
    return sum + rest * (pieces.last?.to ?? 0)
  }
}
