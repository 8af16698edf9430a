/// Student's t distribution.
package struct StudentT: SymmetricDistribution {
  /// The degrees of freedom, above 0 and not necessarily whole.
  package let degreesOfFreedom: Double

  /// The distribution with `degreesOfFreedom`, finite and above 0.
  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "no t with df \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value above `t`: Iₓ(ν/2, ½)/2 with x = ν/(ν + t²) (Abramowitz and Stegun 26.7.1).
  package func upperTail(_ t: Double) -> Double {
    let ν = degreesOfFreedom
    let square = t * t
    guard square.isFinite else { return 0 }
    return incompleteBeta(ν / (ν + square), complement: square / (ν + square), a: ν / 2, b: 0.5) / 2
  }
}
