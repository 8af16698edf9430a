import Foundation

/// Names of runs: sortable by time, unique by a piece of the seed.
enum RunID {
  /// E.g. `20261121T031500Z-1a2b`.
  static func make(at date: Date, seed: UInt64) -> String {
    let time = date.formatted(
      .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: false)
        .timeSeparator(.omitted))
    let tail = String(seed & 0xffff, radix: 16)
    return "\(time)-\(String(repeating: "0", count: 4 - tail.count))\(tail)"
  }
}
