import Glibc
import Platform
import Testing

struct EpollTests {
  @Test("a raised stop flag wakes the poll that watches it, and stays raised")
  func stopFlag() throws {
    let flag = try StopFlag()
    let epoll = try Epoll(capacity: 4)
    try epoll.watch(flag.descriptor, for: .input, token: 42)
    #expect(!flag.isRaised)
    #expect(epoll.wait(nanoseconds: 0) == 0)

    let raiser = try PinnedThread(name: "raiser", cpu: nil) { flag.raise() }
    #expect(epoll.wait(nanoseconds: 60_000_000_000) == 1)
    #expect(epoll.token(at: 0) == 42)
    #expect(epoll.readiness(at: 0) == .input)
    raiser.join()
    flag.raise()
    #expect(flag.isRaised)
    #expect(epoll.wait(nanoseconds: 0) == 1)
  }

  @Test("an edge is reported once, each event with its own token")
  func edges() throws {
    let epoll = try Epoll(capacity: 4)
    let first = try Pipe()
    let second = try Pipe()
    try epoll.watch(first.output.number, for: [.input, .edgeTriggered], token: .max)
    try epoll.watch(second.output.number, for: [.input, .edgeTriggered], token: 7)
    first.writeByte()
    second.writeByte()
    #expect(epoll.wait(nanoseconds: 0) == 2)
    #expect(Set([epoll.token(at: 0), epoll.token(at: 1)]) == [.max, 7])
    #expect(epoll.wait(nanoseconds: 0) == 0)
    second.writeByte()
    #expect(epoll.wait(nanoseconds: 0) == 1)
    #expect(epoll.token(at: 0) == 7)
  }

  @Test func `an edge is reported again to who watches again`() throws {
    let epoll = try Epoll(capacity: 4)
    let pipe = try Pipe()
    try epoll.watch(pipe.output.number, for: [.input, .edgeTriggered], token: 7)
    pipe.writeByte()
    #expect(epoll.wait(nanoseconds: 0) == 1 && epoll.wait(nanoseconds: 0) == 0)
    try epoll.watch(pipe.output.number, for: [.input, .edgeTriggered], token: 8)
    #expect(epoll.wait(nanoseconds: 0) == 1 && epoll.token(at: 0) == 8)
  }

  @Test("the wait ends after its time and not before")
  func timeout() throws {
    let epoll = try Epoll(capacity: 1)
    let clock = MonotonicClock()
    let start = clock.nanoseconds
    #expect(epoll.wait(nanoseconds: 3_000_000) == 0)
    #expect(clock.nanoseconds - start >= 3_000_000)
  }

  @Test("watching what is not open is an error that says so")
  func notOpen() throws {
    let epoll = try Epoll(capacity: 1)
    #expect(throws: SystemError("watch descriptor 1048575", code: EBADF)) {
      try epoll.watch(1_048_575, for: .input, token: 0)
    }
  }
}

private struct Pipe: ~Copyable {
  let output: FileDescriptor
  let input: FileDescriptor

  init() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    output = FileDescriptor(owning: ends[0])
    input = FileDescriptor(owning: ends[1])
  }

  func writeByte() {
    var byte: UInt8 = 1
    #expect(write(input.number, &byte, 1) == 1)
  }
}
