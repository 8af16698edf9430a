import Foundation
import Glibc
import Testing

@testable import Platform

private func isAlive(_ pid: Int32) -> Bool { kill(pid, 0) == 0 }

@Test func `a child has its own process group, our environment, and the folder asked for`() async throws {
  let child = try ChildProcess(
    path: "/bin/sh", arguments: ["-c", "echo $$ $(ps -o pgid= -p $$) $WORD $PWD"],
    environment: ["WORD": "wörd"],
    directory: "/tmp")
  let output = FileHandle(fileDescriptor: child.standardOutput, closeOnDealloc: true).readDataToEndOfFile()
  #expect(await child.waitForExit() == .status(0))
  let words = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
  #expect(words == ["\(child.pid)", "\(child.pid)", "wörd", "/tmp"])
  close(child.standardInput)
}

@Test(arguments: [("exit 3", ChildProcess.Exit.status(3)), ("kill -9 $$", .signal(SIGKILL))])
func `how a child ended is known, also afterwards`(script: String, exit: ChildProcess.Exit) async throws {
  let child = try ChildProcess(path: "/bin/sh", arguments: ["-c", script])
  #expect(await child.waitForExit() == exit)
  #expect(await child.waitForExit() == exit)
  #expect(child.exit == exit)
  close(child.standardInput)
  close(child.standardOutput)
}

@Test func `a write to a child that is gone is an error`() async throws {
  let child = try ChildProcess(path: "/bin/true", arguments: [])
  #expect(await child.waitForExit() == .status(0))
  #expect(write(child.standardInput, "word", 4) == -1 && errno == EPIPE)
  close(child.standardInput)
  close(child.standardOutput)
}

@Test func `the last 40 lines of standard error are kept, however many there are`() async throws {
  let child = try ChildProcess(path: "/bin/sh", arguments: ["-c", "seq 1 1000 >&2; printf 'no end' >&2"])
  _ = await child.waitForExit()
  var tail = child.standardErrorTail
  for _ in 0..<12_000 where tail.last != "no end" {
    usleep(5_000)
    tail = child.standardErrorTail
  }
  #expect(tail.count == 40)
  #expect(tail.suffix(2) == ["1000", "no end"])
  close(child.standardInput)
  close(child.standardOutput)
}

@Test func `a program that does not exist is an error that names it`() {
  #expect(throws: SystemError("start /no/such/program", code: ENOENT)) {
    try ChildProcess(path: "/no/such/program", arguments: [])
  }
}

@Test func `a signal reaches the whole process group`() async throws {
  let child = try ChildProcess(path: "/bin/sh", arguments: ["-c", "sleep 100 & echo $!; wait"])
  var buffer = [UInt8](repeating: 0, count: 32)
  let count = read(child.standardOutput, &buffer, buffer.count)
  let grandchild = try #require(Int32(String(decoding: buffer[..<(count - 1)], as: UTF8.self)))
  #expect(ProcessTree.descendants(of: child.pid) == [grandchild])
  child.signalGroup(SIGKILL)
  #expect(await child.waitForExit() == .signal(SIGKILL))
  for _ in 0..<12_000
  where isAlive(grandchild) && ProcFile.text("/proc/\(grandchild)/stat")?.contains(") Z") != true {
    usleep(5_000)
  }
  #expect(ProcFile.text("/proc/\(grandchild)/stat")?.contains(") S") != true)
  close(child.standardInput)
  close(child.standardOutput)
}

@Test func `values are read from key files with colons and equals signs`() throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
  try "NAME=\"Debian\"\nmodel name\t: EPYC 7\n\nflags: a b\n".write(
    to: file, atomically: true, encoding: .utf8)
  defer { try? FileManager.default.removeItem(at: file) }
  #expect(ProcFile.value(of: "NAME", in: file.path) == "Debian")
  #expect(ProcFile.value(of: "model name", in: file.path) == "EPYC 7")
  #expect(ProcFile.value(of: "nothing", in: file.path) == nil)
  #expect(ProcFile.text("/no/such/file") == nil)
}

@Test func `no other child inherits its pipes, so that they end with it`() async throws {
  let child = try ChildProcess(path: "/bin/sleep", arguments: ["600"])
  for end in [child.standardInput, child.standardOutput] {
    #expect(fcntl(end, F_GETFD) & FD_CLOEXEC != 0)
  }
  child.signalGroup(SIGKILL)
  _ = await child.waitForExit()
  close(child.standardInput)
  close(child.standardOutput)
}

@Test func `all that it prints is read, and how it ended told`() throws {
  let child = try ChildProcess(path: "/bin/sh", arguments: ["-c", "seq 1 100000; exit 3"])
  close(child.standardInput)
  let (output, exit) = child.finish()
  #expect(output.count == 588_895 && exit == .status(3))
}
