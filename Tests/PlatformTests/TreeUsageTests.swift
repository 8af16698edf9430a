import Foundation
import Glibc
import Testing

@testable import Platform

@Test func `a tree's use is that of all its processes and threads, and never falls`() async throws {
  let child = try ChildProcess(path: "/bin/sh", arguments: ["-c", "sleep 60 & wait"])
  defer {
    child.signalGroup(SIGKILL)
    close(child.standardInput)
    close(child.standardOutput)
  }
  while ProcessTree.descendants(of: child.pid).isEmpty { usleep(1000) }
  var tree = TreeUsage(of: child.pid)
  let first = tree.sample()
  #expect(first.threads == 2 && first.residentBytes > 100_000 && first.cpuNanoseconds > 0)
  child.signalGroup(SIGKILL)
  _ = await child.waitForExit()
  let last = tree.sample()
  #expect(last.threads == 0 && last.residentBytes == 0)
  #expect(last.cpuNanoseconds == first.cpuNanoseconds)
}

@Test func `processor time that is used shows in the next look`() {
  var tree = TreeUsage(of: getpid())
  let clock = MonotonicClock()
  let (first, begin) = (tree.sample(), clock.nanoseconds)
  var last = first
  while last.cpuNanoseconds < first.cpuNanoseconds + 1_000_000, clock.nanoseconds < begin + 10_000_000_000 {
    last = tree.sample()
  }
  #expect(last.cpuNanoseconds >= first.cpuNanoseconds + 1_000_000)
}

@Test func `numbers are read from small files`() throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "numbers-\(UUID())")
  defer { try? FileManager.default.removeItem(at: file) }
  try Data("12 0  345\n".utf8).write(to: file)
  #expect(ProcFile.numbers(file.path) == [12, 0, 345] && ProcFile.numbers("/nowhere") == [])
  #expect(ProcFile.numbers("/proc/self/schedstat").count == 3)
}
