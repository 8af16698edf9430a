/// The same function on a thread of each of several processors, until it is asked to stop.
package final class ThreadPerProcessor<Value: Sendable> {
  /// Makes a thread something that an array can hold.
  private final class Slot {
    var thread: PinnedThread<Value>?

    init(_ thread: consuming PinnedThread<Value>) { self.thread = consume thread }
  }

  private let stop: StopFlag
  private var slots: [Slot] = []

  /// Starts `body` on each of the processors, none twice; it returns soon after `stop` was raised. `name` is that of a `PinnedThread`.
  /// Throws when a processor is not allowed.
  package init(
    name: String, processors: [Int],
    body: @escaping @Sendable (_ processor: Int, _ stop: StopFlag) -> Value
  ) throws(SystemError) {
    let stop = try StopFlag()
    self.stop = stop
    do throws(SystemError) {
      for processor in Set(processors).sorted() {
        slots.append(Slot(try PinnedThread(name: name, cpu: processor) { body(processor, stop) }))
      }
    } catch {
      stop.raise()
      throw error
    }
  }

  /// Asks all to stop, waits for them, and returns what each returned, by processor in ascending order; nothing the second time.
  package func end() -> [Value] {
    stop.raise()
    return slots.compactMap { $0.thread.take()?.join() }
  }

  deinit { stop.raise() }
}
