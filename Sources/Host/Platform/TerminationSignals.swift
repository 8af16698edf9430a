import Dispatch
import Glibc

/// Turns SIGINT, SIGTERM and SIGHUP into calls, so that a run can be wound up.
///
/// Sendable because the sources are set once and only cancelled, which dispatch allows from any thread.
package final class TerminationSignals: @unchecked Sendable {
  private let sources: [any DispatchSourceSignal]

  /// Calls `received` with the signal's number, on a queue of its own, each time one comes in as long as this object lives.
  /// SIGPIPE is ignored from now on: a peer that is gone is an error of the write.
  package init(_ received: @escaping @Sendable (Int32) -> Void) {
    Glibc.signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "termination signals")
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      Glibc.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { received(number) }
      source.resume()
      return source
    }
  }

  deinit { sources.forEach { $0.cancel() } }
}
