import CLinux
import Glibc

/// A flag that is raised once, from any thread or signal handler, and wakes every poll that watches it.
///
/// It is an eventfd that nobody reads: readable means raised.
package final class StopFlag: Sendable {
  private let event: FileDescriptor

  /// A flag that is down; throws when no descriptor is left.
  package init() throws(SystemError) {
    let number = clinux_eventfd()
    guard number >= 0 else { throw SystemError("create an eventfd") }
    event = FileDescriptor(owning: number)
  }

  /// Becomes readable, and stays so, once the flag is raised; a signal handler raises it by writing a 64-bit 1.
  package var descriptor: Int32 { event.number }

  /// Whether `raise` was called.
  package var isRaised: Bool { wait(milliseconds: 0) }

  /// Waits until the flag is raised, or so long; whether it is.
  package func wait(milliseconds: Int32) -> Bool {
    var request = pollfd(fd: event.number, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, milliseconds) == 1
  }

  /// Raises the flag for good; again is harmless.
  package func raise() {
    var one: UInt64 = 1
    _ = write(event.number, &one, MemoryLayout<UInt64>.size)
  }
}
