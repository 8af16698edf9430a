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

extension StudentT {
  /// The quantiles that intervals of 95 and 90 % take, for so many whole degrees of freedom, as printed tables have them: every pair needs
  /// some, and each takes sixty evaluations of the tail.
  private static let tabled: [Double: [Double]] = Dictionary(
    uniqueKeysWithValues: [0.95, 0.90].map { (1 + $0) / 2 }.map { probability in
      (probability, (1...255).map { StudentT(degreesOfFreedom: Double($0)).searchedQuantile(probability) })
    })

  /// The value that is not exceeded with `probability`, which lies between 0 and 1.
  package func quantile(_ probability: Double) -> Double {
    guard let row = Self.tabled[probability], let whole = Int(exactly: degreesOfFreedom), whole <= row.count
    else { return searchedQuantile(probability) }
    return row[whole - 1]
  }
}
