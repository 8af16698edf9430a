import Glibc

/// The standard normal distribution: mean 0, standard deviation 1.
package struct NormalDistribution: SymmetricDistribution {
  /// The standard normal distribution.
  package init() {}

  /// The probability of a value above `x`: erfc(x/√2)/2 (NIST DLMF 7.18, 7.20(iii)).
  package func upperTail(_ x: Double) -> Double {
    erfc(x / 2.0.squareRoot()) / 2
  }
}
