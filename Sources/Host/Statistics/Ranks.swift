/// The ranks of a sample's values, 1 for the smallest; values that tie share the mean of their ranks.
struct Ranks {
  /// One rank per value, in the order of the values; a multiple of ½.
  private(set) var ranks: [Double]
  /// Σ (t³ − t) over the groups of t values that tie (Kruskal and Wallis 1952); 0 without ties.
  private(set) var tieCorrection = 0.0

  /// Whether any two values are equal.
  var hasTies: Bool { tieCorrection > 0 }

  init(of sample: [Double]) {
    let ascending = sample.indices.sorted { sample[$0] < sample[$1] }
    ranks = [Double](repeating: 0, count: sample.count)
    var start = 0
    while start < ascending.count {
      let end = ascending[start...].firstIndex { sample[$0] != sample[ascending[start]] } ?? ascending.count
      for index in ascending[start..<end] { ranks[index] = Double(start + 1 + end) / 2 }
      let ties = Double(end - start)
      tieCorrection += ties * ties * ties - ties
      start = end
    }
  }
}
