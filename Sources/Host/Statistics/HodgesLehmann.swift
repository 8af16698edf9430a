/// The Hodges–Lehmann estimate of a sample's centre, which one wild value cannot move far; nil when empty.
///
/// The median of the Walsh averages (xᵢ + xⱼ)/2 over i ≤ j (Hodges and Lehmann, "Estimates of location based on
/// rank tests", 1963).
package func hodgesLehmann(_ sample: [Double]) -> Double? {
  sample.indices.flatMap { i in sample[i...].map { (sample[i] + $0) / 2 } }.median
}
