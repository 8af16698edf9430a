import SeededRandom

/// Measures contestants in blocks: each once per block in a random order, so that slow drifts hit all alike.
enum Interleaving {
  /// What each contestant measured in one block, in their own order; the same generator gives the same order of measuring.
  static func block<Value>(
    of contestants: [() async throws -> Value], using random: inout SeededGenerator
  ) async throws -> [Value] {
    var values: [(contestant: Int, value: Value)] = []
    for index in random.shuffled(Array(contestants.indices)) {
      values.append((index, try await contestants[index]()))
    }
    return values.sorted { $0.contestant < $1.contestant }.map(\.value)
  }
}
