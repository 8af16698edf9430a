import Glibc
import Platform
import Testing

struct FileDescriptorTests {
  @Test("an owner that goes closes its descriptor: the reader sees the end")
  func closes() throws {
    var ends: [Int32] = [-1, -1]
    // No child that another test starts just then inherits these.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
    let reader = FileDescriptor(owning: ends[0])
    do {
      let writer = FileDescriptor(owning: ends[1])
      #expect(writer.number == ends[1])
    }
    var byte: UInt8 = 0
    #expect(read(reader.number, &byte, 1) == 0)
  }

  @Test("a released descriptor stays open")
  func releases() throws {
    let copy = dup(0)
    try #require(copy >= 0)
    let number = FileDescriptor(owning: copy).release()
    #expect(number == copy)
    #expect(close(number) == 0)
  }

  @Test(
    "a duration has its whole nanoseconds",
    arguments: [
      (Duration.milliseconds(1500), UInt64(1_500_000_000)), (.nanoseconds(1), 1), (.zero, 0),
      (.seconds(-1), 0),
      (.nanoseconds(-1), 0), (.seconds(Int64.max), UInt64.max / 4),
    ])
  func nanoseconds(duration: Duration, expected: UInt64) {
    #expect(duration.wholeNanoseconds == expected)
  }

  @Test("a system error says what failed and why")
  func systemError() {
    #expect(open("/nonexistent", O_RDONLY) == -1)
    let error = SystemError("open /nonexistent")
    #expect(error.description == "open /nonexistent: No such file or directory")
  }
}
