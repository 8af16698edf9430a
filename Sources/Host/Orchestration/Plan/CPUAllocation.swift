/// Which processors the apps and the load generator use, so that neither is measured through the other.
package struct CPUAllocation: Equatable, Sendable {
  /// The apps' processors.
  package let app: [Int]
  /// The generator's processors, one thread each.
  package let generator: [Int]

  /// Splits the processors we may use: the first is the generator's, as many as there are `workers` of the others are
  /// the apps'. With a single processor both share it.
  package init(allowed: [Int], workers: Int) {
    generator = Array(allowed.prefix(1))
    app = allowed.count > 1 ? Array(allowed.dropFirst().prefix(max(1, workers))) : allowed
  }
}
