import CLinux

/// Turns the kernel's receive stamps, which are CLOCK_REALTIME, into CLOCK_MONOTONIC.
struct ReceiveStamps {
  /// How many waits the difference of the clocks is trusted for: it changes only when somebody sets one.
  private static let waits = 1024
  private var lead = clinux_realtime_lead()
  private var waitsLeft = Self.waits

  /// To be called before each wait.
  mutating func keepUp() {
    waitsLeft &-= 1
    guard waitsLeft == 0 else { return }
    waitsLeft = Self.waits
    lead = clinux_realtime_lead()
  }

  /// The stamp on CLOCK_MONOTONIC; 0 stays 0.
  func monotonic(_ stamp: UInt64) -> UInt64 {
    stamp == 0 ? 0 : UInt64(truncatingIfNeeded: Int64(truncatingIfNeeded: stamp) &- lead)
  }
}
