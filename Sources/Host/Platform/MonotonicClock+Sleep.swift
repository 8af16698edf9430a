import CLinux

extension MonotonicClock {
  /// Lets the calling thread wait until the clock shows `deadline`, to some microseconds: with the least timer slack, which the thread keeps.
  package func sleep(until deadline: UInt64) {
    clinux_set_timer_slack(1)
    clinux_sleep_until(deadline)
  }
}
