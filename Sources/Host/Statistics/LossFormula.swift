/// The share of time for which a server with `places` requests at most is full, when it is offered `load`: of the time in which it can
/// serve, how much would be needed; above 0.
///
/// L = rᴺ(1 − r)/(1 − rᴺ⁺¹), and 1/(N + 1) at r = 1: the M/M/1/N queue (Kleinrock, "Queueing Systems", 1975, 3.6), here as 1 ÷ Σ r⁻ᵏ for k
/// from 0 to N. With a closed loop of N connections, r = generator's ÷ app's use of its processors, it bounds the share of its time that a
/// busy app waits for a generator.
package func lossProbability(load: Double, places: Int) -> Double {
  precondition(load > 0 && places >= 0, "no loss at \(load) with \(places) places")
  return 1 / (0..<places).reduce(1.0) { sum, _ in 1 + sum / load }
}
