import CLinux
import Glibc

/// A thread that runs one function to its value, on one processor if asked.
///
/// Signals are blocked in it. Whoever starts it joins it; dropping it unjoined waits for its end.
package struct PinnedThread<Value: Sendable>: ~Copyable {
  private let thread: pthread_t
  private let slot: Unmanaged<Slot<Value>>

  /// Starts `body` on `cpu` (nil: wherever the scheduler likes); `name` (15 bytes at most) shows in top and perf.
  ///
  /// Throws EINVAL when the processor does not exist or is not allowed.
  package init(name: String, cpu: Int?, body: @escaping @Sendable () -> Value) throws(SystemError) {
    let slot = Slot<Value>()
    let start = Unmanaged.passRetained(Start { slot.value = body() })
    var thread = pthread_t()
    let code = clinux_thread_start(
      &thread, name, Int32(cpu ?? -1),
      { argument in
        guard let argument else { return nil }
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    guard code == 0 else {
      start.release()
      throw SystemError("start thread \(name)\(cpu.map { " on CPU \($0)" } ?? "")", code: code)
    }
    self.thread = thread
    self.slot = .passRetained(slot)
  }

  /// Waits for the end of the thread and returns its value.
  package consuming func join() -> Value {
    pthread_join(thread, nil)
    let slot = slot.takeRetainedValue()
    discard self
    guard let value = slot.value else { preconditionFailure("the thread ended without a value") }
    return value
  }

  deinit {
    pthread_join(thread, nil)
    slot.release()
  }
}

/// The function a thread starts with; a C function pointer cannot capture it.
private final class Start: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

/// Where a thread leaves its value.
///
/// Sendable because only the thread writes it, and it is read only after pthread_join, which orders the two.
private final class Slot<Value: Sendable>: @unchecked Sendable {
  var value: Value?
}
