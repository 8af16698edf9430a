/// p values adjusted for the number of comparisons they were picked from, in the order of the input.
package enum MultipleComparisons {
  /// Keeps the probability of any false rejection at α (Holm, "A simple sequentially rejective multiple test
  /// procedure", 1979): the running maximum of (m − rank + 1) p in ascending order, at most 1.
  package static func holm(_ pValues: [Double]) -> [Double] {
    let ascending = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var (adjusted, largest) = (pValues, 0.0)
    for (position, index) in ascending.enumerated() {
      largest = max(largest, min(1, Double(pValues.count - position) * pValues[index]))
      adjusted[index] = largest
    }
    return adjusted
  }

  /// Keeps the expected share of false rejections at α (Benjamini and Hochberg, "Controlling the false discovery
  /// rate", 1995): the running minimum of m p / rank in descending order.
  package static func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
    let ascending = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var (adjusted, smallest) = (pValues, 1.0)
    for (position, index) in ascending.enumerated().reversed() {
      smallest = min(smallest, Double(pValues.count) / Double(position + 1) * pValues[index])
      adjusted[index] = smallest
    }
    return adjusted
  }
}
