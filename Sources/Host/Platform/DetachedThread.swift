import Glibc

/// The function a thread starts with; a C function pointer cannot capture it.
private final class Start: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// Runs `body` on a thread of its own that nobody joins; for blocking calls that must not occupy the task pool.
package func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
  let start = Unmanaged.passRetained(Start(body))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
      return nil
    }, start.toOpaque())
  guard code == 0 else {
    start.release()
    throw SystemError("start thread \(name)", code: code)
  }
  pthread_detach(thread)
}
