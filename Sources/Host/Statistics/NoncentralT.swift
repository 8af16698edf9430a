import Glibc

/// The noncentral t distribution: of (Z + noncentrality) ÷ √(V/df) with Z standard normal and V χ² with df
/// degrees of freedom. It says how a t statistic falls when there is an effect.
struct NoncentralT {
  /// The degrees of freedom, above 0.
  let degreesOfFreedom: Double
  /// What Z is moved by: the true effect in standard errors.
  let noncentrality: Double

  /// The probability of a value of at most `t`.
  ///
  /// Lenth, "Algorithm AS 243: Cumulative distribution function of the non-central t distribution", 1989, for
  /// t ≥ 0; below, P(T ≤ t) of δ is P(T ≥ −t) of −δ.
  func cdf(_ t: Double) -> Double {
    guard t >= 0 else {
      return 1 - NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: -noncentrality).cdf(-t)
    }
    let belowZero = NormalDistribution().cdf(-noncentrality)
    return t == 0 ? belowZero : min(1, max(0, belowZero + probabilityAbove0(upTo: t)))
  }

  /// P(0 < T ≤ t): a sum over j of incomplete beta functions with the weights of a Poisson distribution of
  /// mean λ = δ²/2, and of one that is moved by ½.
  private func probabilityAbove0(upTo t: Double) -> Double {
    let ν = degreesOfFreedom
    let (x, complement) = (t * t / (ν + t * t), ν / (ν + t * t))
    let λ = noncentrality * noncentrality / 2
    func weight(_ j: Double) -> Double {
      λ > 0 ? exp(j * log(λ) - λ - logGamma(j + 1)) : j == 0 ? 1 : 0
    }
    // Beyond 12 standard deviations, and 60 for small means, the weights are below 1e−30.
    let reach = 60 + 12 * λ.squareRoot()
    let sum = (Int(max(0, λ - reach))...Int(λ + reach)).reduce(0.0) { sum, j in
      let j = Double(j)
      let even = weight(j) * incompleteBeta(x, complement: complement, a: j + 0.5, b: ν / 2)
      let odd = weight(j + 0.5) * incompleteBeta(x, complement: complement, a: j + 1, b: ν / 2)
      return sum + even + (noncentrality < 0 ? -odd : odd)
    }
    return sum / 2
  }
}

/// The point between `lower` and `upper` where a `condition` that holds at `upper`, and from some point on,
/// begins to hold: the last number that bisection can tell apart.
func bisect(from lower: Double, to upper: Double, until condition: (Double) -> Bool) -> Double {
  var (lower, upper) = (lower, upper)
  while true {
    let middle = (lower + upper) / 2
    guard lower < middle, middle < upper else { return upper }
    if condition(middle) { upper = middle } else { lower = middle }
  }
}
