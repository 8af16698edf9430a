import Glibc
import Platform
import Testing

struct PinnedThreadTests {
  @Test("joining returns what the thread computed, on a thread of its own")
  func value() throws {
    let thread = try PinnedThread(name: "value", cpu: nil) { pthread_self() }
    #expect(thread.join() != pthread_self())
  }

  @Test("a pinned thread may run on its processor only")
  func pinned() throws {
    let cpu = try #require(try CPUTopology.current().allowed.last)
    let thread = try PinnedThread(name: "pinned", cpu: cpu) { try? CPUTopology.current().allowed }
    #expect(thread.join() == [cpu])
  }

  @Test("a processor that does not exist is refused by name")
  func refused() {
    let error = #expect(throws: SystemError.self) {
      _ = try PinnedThread(name: "refused", cpu: 8191) { 0 }
    }
    #expect(error?.code == EINVAL)
    #expect(error?.description == "start thread refused on CPU 8191: Invalid argument")
  }

  @Test("a thread that is not joined is waited for")
  func dropped() throws {
    let flag = try StopFlag()
    do {
      _ = try PinnedThread(name: "dropped", cpu: nil) { flag.raise() }
    }
    #expect(flag.isRaised)
  }
}
