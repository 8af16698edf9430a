import Platform
package import Record

/// What a run measures with.
package struct Instruments: Sendable {
  let driver: any LoadDriving
  let verifier: any WorkVerifying
  let clock: any RunClock

  /// These.
  package init(driver: any LoadDriving, verifier: any WorkVerifying, clock: any RunClock) {
    self.driver = driver
    self.verifier = verifier
    self.clock = clock
  }

  /// Those of a plan: our engine with its load, an HTTP client with its seed, and the kernel's clock.
  package init(for plan: Plan) {
    self.init(
      driver: LoadDriver(plan.load), verifier: HTTPVerifier(seed: plan.seed), clock: MonotonicClock())
  }
}
