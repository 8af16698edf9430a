/// How many users there are over time: pieces on which their number is constant or changes evenly.
///
/// The user in seat `s`, counted from 0, is there while the number is above `s`: who is there follows from the time alone.
package struct UserProfile: Equatable, Sendable {
  /// The pieces, one after the other; the last number holds on after them.
  package let pieces: [RateProfile.Piece]

  /// A profile of pieces, whose rates are numbers of users.
  package init(_ pieces: [RateProfile.Piece]) {
    precondition(pieces.contains { max($0.from, $0.to) > 0 }, "a profile has users")
    self.pieces = pieces
  }

  /// The same number all along.
  package static func constant(_ users: Int) -> UserProfile {
    UserProfile([.init(seconds: 1, from: Double(users), to: Double(users))])
  }

  /// The most users at a time.
  package var most: Int { Int(pieces.reduce(0) { max($0, max($1.from, $1.to)) }.rounded(.up)) }

  /// How many there are at a time, in seconds.
  package func users(at time: Double) -> Double {
    var begin = 0.0
    for piece in pieces {
      if time < begin + piece.seconds {
        return piece.from + (piece.to - piece.from) * max(0, time - begin) / piece.seconds
      }
      begin += piece.seconds
    }
    return pieces[pieces.count - 1].to
  }

  /// From when on somebody is in a seat, at `time` or later, in seconds; nil: never again.
  func taken(_ seat: Int, from time: Double) -> Double? {
    var begin = 0.0
    let level = Double(seat)
    for piece in pieces {
      let end = begin + piece.seconds
      defer { begin = end }
      guard time < end else { continue }
      let start = max(time, begin)
      if piece.from + (piece.to - piece.from) * (start - begin) / piece.seconds > level { return start }
      guard piece.to > level else { continue }
      return begin + piece.seconds * (level - piece.from) / (piece.to - piece.from)
    }
    return pieces[pieces.count - 1].to > level ? max(time, begin) : nil
  }
}
