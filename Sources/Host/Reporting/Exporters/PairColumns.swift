import Analysis

/// The fields of a pair with the reference, the same in every CSV file; empty for the reference itself.
enum PairColumns {
  /// A field of a line about `Owner` in `Place`.
  typealias Column<Owner, Place> = (name: String, value: @Sendable (Owner, Pair?, Place) -> String?)

  /// All of them; `ratio` is the name of the ratio's.
  static func all<Owner, Place>(ratio: String) -> [Column<Owner, Place>] {
    fields.map { name, value in (name ?? ratio, { _, pair, _ in pair.flatMap(value) }) }
  }

  private static let fields: [(String?, @Sendable (Pair) -> String?)] = [
    (nil, { "\($0.ratio)" }), ("ratio_low", { $0.interval.map { "\($0.low)" } }),
    ("ratio_high", { $0.interval.map { "\($0.high)" } }), ("adjusted_p", { $0.adjustedP.map { "\($0)" } }),
    ("verdict", { $0.verdict.rawValue }),
    ("minimum_detectable_effect", { $0.minimumDetectableEffect.map { "\($0)" } }),
    ("more_blocks", { $0.moreBlocks.map { "\($0)" } }),
  ]
}
