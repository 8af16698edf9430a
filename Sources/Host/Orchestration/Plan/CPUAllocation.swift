import Platform

/// Which processors the apps and the load generator use, so that neither is measured through the other.
package struct CPUAllocation: Equatable, Sendable {
  /// The apps' processors.
  package let app: [Int]
  /// The generator's processors, one thread each.
  package let generator: [Int]

  /// Splits the processors we may use: the first is the generator's, as many as there are `workers` of the others are
  /// the apps', those that are threads of the generator's core last. With a single processor both share it.
  package init(allowed: [Int], workers: Int) {
    self.init(allowed: allowed, workers: workers) { CPUTopology.siblings(of: $0) }
  }

  /// The same with the threads of a processor's core as `siblings` has them.
  init(allowed: [Int], workers: Int, siblings: (Int) -> [Int]) {
    generator = Array(allowed.prefix(1))
    let core = Set(generator.flatMap(siblings))
    let others = allowed.dropFirst()
    let preferred = others.filter { !core.contains($0) } + others.filter(core.contains)
    app = allowed.count > 1 ? preferred.prefix(max(1, workers)).sorted() : allowed
  }
}
