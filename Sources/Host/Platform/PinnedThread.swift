import CLinux
import Glibc

/// A thread that runs one function to its value, on one processor if asked.
///
/// Signals are blocked in it. Whoever starts it joins it; dropping it unjoined waits for its end.
package struct PinnedThread<Value: Sendable>: ~Copyable {
  private let thread: RunningThread
  private let slot: Slot<Value>

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
    self.thread = RunningThread(id: thread)
    self.slot = slot
  }

  /// Waits for the end of the thread and returns its value.
  package consuming func join() -> Value {
    let slot = slot
    thread.join()
    guard let value = slot.value else { preconditionFailure("the thread ended without a value") }
    return value
  }
}

/// A started thread; it is joined exactly once, at the latest when this value goes.
private struct RunningThread: ~Copyable {
  let id: pthread_t

  consuming func join() {}

  deinit { pthread_join(id, nil) }
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
