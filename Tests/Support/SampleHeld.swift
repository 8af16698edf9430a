package import Record
import Statistics

extension LoadFigures.Held {
  /// Ten connections that were held for ten seconds, of which threads worked for one.
  package static func sample(
    lost: Int = 0, items: Int = 90, misplaced: Int = 0, seconds: Int = 10, generatorBytes: Int? = 5000,
    memoryBefore: Memory? = Memory(metric: MetricFacts.proportionalMemory, bytes: 4000)
  ) -> LoadFigures.Held {
    LoadFigures.Held(
      asked: 10, lost: lost, items: items, misplaced: misplaced, gaps: Histogram(),
      cpuNanoseconds: 1_000_000_000, heldNanoseconds: seconds * 1_000_000_000, generatorBytes: generatorBytes,
      memoryBefore: memoryBefore)
  }
}
