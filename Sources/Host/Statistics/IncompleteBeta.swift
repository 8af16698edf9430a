import Glibc

/// The regularised incomplete beta function Iₓ(a, b), for 0 ≤ x ≤ 1 and a, b > 0.
///
/// `complement` is 1 − x, passed because it is exact where 1 − x would have cancelled. The continued fraction of
/// NIST DLMF 8.17.22, evaluated by the modified Lentz method (Press et al., "Numerical Recipes", 6.4).
func incompleteBeta(_ x: Double, complement: Double, a: Double, b: Double) -> Double {
  // The fraction converges fast up to this point; above, Iₓ(a, b) = 1 − I₁₋ₓ(b, a) (DLMF 8.17.4).
  x <= (a + 1) / (a + b + 2)
    ? lowerBeta(x, complement: complement, a: a, b: b)
    : 1 - lowerBeta(complement, complement: x, a: b, b: a)
}

private func lowerBeta(_ x: Double, complement: Double, a: Double, b: Double) -> Double {
  guard x > 0 else { return 0 }
  let logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
  return exp(a * log(x) + b * log(complement) - logBeta) / (a * betaFraction(x, a: a, b: b))
}

/// ln Γ(x) for x > 0.
func logGamma(_ x: Double) -> Double {
  let (value, _): (Double, Int) = lgamma(x)
  return value
}

/// The continued fraction 1 + d₁/(1 + d₂/(1 + …)) of DLMF 8.17.22.
private func betaFraction(_ x: Double, a: Double, b: Double) -> Double {
  let tiny = 1e-300  // Lentz: stands for a denominator of 0
  var (fraction, numerator, denominator) = (1.0, 1.0, 0.0)
  for step in 1...100_000 {
    let m = Double(step / 2)
    let coefficient =
      step.isMultiple(of: 2)
      ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    numerator = 1 + coefficient / numerator
    if numerator == 0 { numerator = tiny }
    denominator = 1 + coefficient * denominator
    denominator = 1 / (denominator == 0 ? tiny : denominator)
    fraction *= numerator * denominator
    if abs(numerator * denominator - 1) < 1e-16 { break }
  }
  return fraction
}
