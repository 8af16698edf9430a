/// The flags of `neighbour`.
enum NeighbourFlags {
  static let share = Flag(
    "share", "PERCENT", .percentage(in: 1...99), "the share of each processor that the neighbour wants",
    standard: 0.3)

  static let seed = CompareFlags.seed.saying("seed of the bursts")

  static let all: [any CommandFlag] = [share, seed]
}
