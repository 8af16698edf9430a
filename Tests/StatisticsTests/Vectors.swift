/// Throughputs of two frameworks in eight blocks: the samples a and b that the tests' expected values belong to.
enum Vectors {
  static let a: [Double] = [50123, 49876, 51002, 50450, 49310, 50877, 50011, 49650]
  static let b: [Double] = [51890, 50220, 52410, 51500, 50980, 53010, 51120, 50760]
}

/// Whether `actual` is `expected` but for a share of `tolerance`; for an expected 0 the difference itself counts.
func close(_ actual: Double?, _ expected: Double, within tolerance: Double = 1e-9) -> Bool {
  guard let actual else { return false }
  return abs(actual - expected) <= tolerance * (expected == 0 ? 1 : abs(expected))
}
