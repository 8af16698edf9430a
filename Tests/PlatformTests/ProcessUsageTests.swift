import Foundation
import Glibc
import Testing

@testable import Platform

/// A Python program that answers each line of its input with a line, when what the line asks for is done.
private final class Subject {
  let process: ChildProcess
  private let input: FileHandle
  private let output: FileHandle

  /// Runs functions that the lines call.
  init(_ functions: String) throws {
    let loop =
      "import os, sys, threading, time\n\(functions)\nfor line in sys.stdin: eval(line); print(flush=True)"
    process = try ChildProcess(path: "/usr/bin/env", arguments: ["python3", "-c", loop])
    input = FileHandle(fileDescriptor: process.standardInput)
    output = FileHandle(fileDescriptor: process.standardOutput)
    try run("None")
  }

  /// Returns when it is done.
  func run(_ call: String) throws {
    try input.write(contentsOf: Data("\(call)\n".utf8))
    #expect(try output.read(upToCount: 1) == Data("\n".utf8))
  }

  func end() async {
    try? input.close()
    process.signalGroup(SIGKILL)
    _ = await process.waitForExit()
  }

  deinit {
    process.signalGroup(SIGKILL)
    try? output.close()
  }
}

/// The sum of a field of /proc/<pid>/status, in kB where it is memory.
private func status(_ name: String, of processes: Set<Int32>) -> Int {
  processes.compactMap { ProcFile.value(of: name, in: "/proc/\($0)/status") }
    .compactMap { Int($0.split(separator: " ")[0]) }.reduce(0, +)
}

private let mebibyte = 1 << 20

@Suite struct ProcessUsageTests {
  @Test func `a tree's use is that of all its processes and threads, and never falls`() async throws {
    let child = try ChildProcess(path: "/bin/sh", arguments: ["-c", "sleep 60 & wait"])
    defer {
      child.signalGroup(SIGKILL)
      close(child.standardInput)
      close(child.standardOutput)
    }
    while ProcessTree.descendants(of: child.pid).isEmpty { usleep(1000) }
    var usage = ProcessUsage(of: child.pid)
    var (first, before) = (usage.read(), ProcessUsage.Reading())
    while first != before {
      usleep(50_000)
      (first, before) = (usage.read(), first)
    }
    #expect(first.processes == Set([child.pid] + ProcessTree.descendants(of: child.pid)))
    #expect(first.sample.threads == 2)
    // Both sleep by now: what the kernel says a moment later is the same.
    #expect(first.sample.residentBytes == status("VmRSS", of: first.processes) * 1024)
    #expect(first.peakResidentBytes == status("VmHWM", of: first.processes) * 1024)
    #expect(first.voluntarySwitches == status("voluntary_ctxt_switches", of: first.processes))
    #expect(first.involuntarySwitches == status("nonvoluntary_ctxt_switches", of: first.processes))
    let times = first.processes.map { ProcFile.numbers("/proc/\($0)/schedstat") }
    #expect(first.sample.cpuNanoseconds == times.map { $0[0] }.reduce(0, +))
    #expect(first.sample.runQueueNanoseconds == times.map { $0[1] }.reduce(0, +))
    child.signalGroup(SIGKILL)
    _ = await child.waitForExit()
    for _ in 0..<60_000 where !usage.read().processes.isEmpty { usleep(1000) }
    let last = usage.read()
    #expect(last.processes.isEmpty && last.sample.threads == 0 && last.sample.residentBytes == 0)
    #expect(last.peakResidentBytes == 0 && last.proportionalBytes == 0)
    // To die takes a moment as well.
    let dying = last.sample.cpuNanoseconds - first.sample.cpuNanoseconds
    #expect((0..<2 * ProcessRecord.tick).contains(dying), "\(dying)")
    #expect((0...2).contains(last.voluntarySwitches - first.voluntarySwitches))
  }

  @Test func `processor time that is used shows in the next look, and no more than that`() async throws {
    let child = try ChildProcess(path: "/bin/sh", arguments: ["-c", "while :; do :; done"])
    defer {
      close(child.standardInput)
      close(child.standardOutput)
    }
    var usage = ProcessUsage(of: child.pid)
    let clock = MonotonicClock()
    let (begin, first) = (clock.nanoseconds, usage.sample())
    var last = first
    repeat {
      usleep(1000)
      last = usage.sample()
    } while last.cpuNanoseconds < first.cpuNanoseconds + 100_000_000
    let elapsed = Int(clock.nanoseconds - begin)
    // One thread works at most as long as time passes, and else waits for a processor.
    let growth = last.cpuNanoseconds - first.cpuNanoseconds
    let waited = try #require(last.runQueueNanoseconds) - (first.runQueueNanoseconds ?? 0)
    #expect(growth <= elapsed && growth + waited > elapsed * 9 / 10, "\(growth) + \(waited) of \(elapsed)")
    child.signalGroup(SIGKILL)
    _ = await child.waitForExit()
    let reading = usage.read()
    let ticks = reading.userNanoseconds + reading.kernelNanoseconds
    #expect(reading.sample.cpuNanoseconds >= last.cpuNanoseconds)
    #expect(abs(ticks - reading.sample.cpuNanoseconds) <= 2 * ProcessRecord.tick + 1_000_000)
    #expect(reading.userNanoseconds > ticks / 2)
  }

  @Test func `threads that begin and end between two looks have used what they used`() async throws {
    let subject = try Subject(
      """
      def spin():
        end = time.thread_time() + 0.1
        while time.thread_time() < end: pass
      def burn():
        thread = threading.Thread(target=spin); thread.start(); thread.join(); time.sleep(0.1)
      """)
    var usage = ProcessUsage(of: subject.process.pid)
    let before = usage.read()
    try subject.run("burn()")
    let after = usage.read()
    let growth = after.sample.cpuNanoseconds - before.sample.cpuNanoseconds
    #expect((80_000_000..<180_000_000).contains(growth), "\(growth)")
    // Nobody saw what else it counted, and that is told.
    let unseen = after.unseenNanoseconds - before.unseenNanoseconds
    #expect((80_000_000...growth).contains(unseen), "\(unseen) of \(growth)")
    #expect(before.sample.threads == 1 && after.sample.threads == 1)
    await subject.end()
    #expect(usage.read().sample.cpuNanoseconds >= after.sample.cpuNanoseconds)
  }

  @Test func `processes that begin and end between two looks have used what they used`() async throws {
    let subject = try Subject(
      """
      def spin():
        end = time.process_time() + 0.1
        while time.process_time() < end: pass
        os._exit(0)
      def burn():
        child = os.fork() or spin(); os.waitpid(child, 0); time.sleep(0.1)
      """)
    var usage = ProcessUsage(of: subject.process.pid)
    let before = usage.read()
    try subject.run("burn()")
    let after = usage.read()
    for growth in [
      after.sample.cpuNanoseconds - before.sample.cpuNanoseconds,
      after.userNanoseconds + after.kernelNanoseconds - before.userNanoseconds - before.kernelNanoseconds,
    ] {
      #expect((80_000_000..<180_000_000).contains(growth), "\(growth)")
    }
    #expect(after.processes == before.processes)
    await subject.end()
    #expect(usage.read().sample.cpuNanoseconds >= after.sample.cpuNanoseconds)
  }

  @Test func `what a process has used counts once, also when its parent has waited for it`() async throws {
    let subject = try Subject(
      """
      def spin():
        end = time.process_time() + 0.1
        while time.process_time() < end: pass
        time.sleep(60)
      def begin():
        global child
        child = os.fork() or spin(); time.sleep(0.5)
      def end(): os.kill(child, 9); os.waitpid(child, 0)
      """)
    var usage = ProcessUsage(of: subject.process.pid)
    let before = usage.read().sample.cpuNanoseconds
    try subject.run("begin()")
    let during = usage.read()
    #expect(during.processes.count == 2)
    try subject.run("end()")
    let after = usage.read()
    #expect(after.processes.count == 1)
    #expect((80_000_000..<180_000_000).contains(after.sample.cpuNanoseconds - before))
    #expect(after.sample.cpuNanoseconds >= during.sample.cpuNanoseconds)
    await subject.end()
  }

  @Test func `what a thread had counted when it was last seen stays when it ends`() async throws {
    let subject = try Subject(
      """
      gate = threading.Event()
      def nap():
        for _ in range(200): time.sleep(0.0001)
        gate.wait()
      def begin():
        global thread
        thread = threading.Thread(target=nap); thread.start(); time.sleep(0.5)
      def end(): gate.set(); thread.join(); time.sleep(0.1)
      """)
    var usage = ProcessUsage(of: subject.process.pid)
    let before = usage.read()
    try subject.run("begin()")
    let during = usage.read()
    #expect(during.sample.threads == 2)
    #expect((200..<260).contains(during.voluntarySwitches - before.voluntarySwitches))
    try subject.run("end()")
    _ = usage.sample()
    let after = usage.read()
    #expect(after.sample.threads == 1)
    #expect((0..<60).contains(after.voluntarySwitches - during.voluntarySwitches))
    await subject.end()
  }

  @Test func `what is written to storage is counted once and stays when the process has ended`() async throws
  {
    // Below the project: a temporary folder may be in memory.
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../.build/written-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    let subject = try Subject(
      """
      def write():
        with open("\(file.path)", "wb") as file: file.write(bytes(8 << 20)); file.flush(); os.fsync(file)
      """)
    var usage = ProcessUsage(of: subject.process.pid)
    let before = try #require(usage.read().diskWrittenBytes)
    try subject.run("write()")
    let after = try #require(usage.read().diskWrittenBytes)
    #expect((8 * mebibyte..<12 * mebibyte).contains(after - before), "\(after - before)")
    await subject.end()
    #expect(usage.read().diskWrittenBytes == after)
  }

  @Test func `shared memory is divided among processes, and the peak stays`() async throws {
    // Three forked children share what it holds until it lets go of it.
    let subject = try Subject(
      """
      held = bytearray(b"x" * (64 << 20))
      for _ in range(3):
        if os.fork() == 0: time.sleep(60)
      def drop(): global held; del held
      """)
    var usage = ProcessUsage(of: subject.process.pid)
    let held = usage.read()
    #expect(held.processes.count == 4)
    #expect((256 * mebibyte..<400 * mebibyte).contains(held.sample.residentBytes))
    #expect((64 * mebibyte..<128 * mebibyte).contains(try #require(held.proportionalBytes)))
    try subject.run("drop()")
    let after = usage.read()
    // Children that had not run yet have mapped some of Python meanwhile: less than the 64 MiB may be missing.
    #expect((190 * mebibyte..<held.sample.residentBytes - 40 * mebibyte).contains(after.sample.residentBytes))
    #expect((held.sample.residentBytes..<400 * mebibyte).contains(after.peakResidentBytes))
    await subject.end()
  }

  @Test func `a process is followed when its parent has ended, and only as long as it lives`() async throws {
    let subject = try Subject(
      """
      def leave():
        parent = os.fork()
        if parent == 0:
          if os.fork() == 0: time.sleep(60)
          time.sleep(60)
        time.sleep(0.2); return parent
      def kill(): os.kill(parent, 9); os.waitpid(parent, 0)
      """)
    var usage = ProcessUsage(of: subject.process.pid)
    try subject.run("globals().update(parent=leave())")
    let three = usage.read()
    #expect(three.processes.count == 3)
    try subject.run("kill()")
    let two = usage.read()
    #expect(two.processes.count == 2 && two.processes.isSubset(of: three.processes))
    #expect(two.sample.cpuNanoseconds >= three.sample.cpuNanoseconds)
    await subject.end()
    for _ in 0..<60_000 where !usage.read().processes.isEmpty { usleep(1000) }
    #expect(usage.read().processes.isEmpty)
  }

}

/// A /proc of one process, of which the test says what it shows.
private final class MadeUpProc {
  static let pid: Int32 = 1 << 30  // no process has it
  let path = FileManager.default.temporaryDirectory.appending(path: "proc-\(UUID())").path
  private var folder: String { "\(path)/\(Self.pid)" }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    let file = URL(filePath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }

  /// A process with these ticks, and its threads, each with its processor time and waits for a processor.
  func write(
    ticks: (user: Int, kernel: Int), waited: (user: Int, kernel: Int) = (0, 0), start: Int = 7,
    threads: [Int: (cpu: Int, wait: Int)]
  ) throws {
    try? FileManager.default.removeItem(atPath: folder)
    let middle = Array(repeating: "0", count: 10).joined(separator: " ")
    try write(
      "stat",
      "9 (a) b) S \(middle) \(ticks.user) \(ticks.kernel) \(waited.user) \(waited.kernel) 20 0 1 0 \(start) 0 0"
    )
    try write("statm", "100 50 10 1 0 20 0")
    try write("status", "Name:\ta\nVmHWM:\t 400 kB\nVmRSS:\t 200 kB\n")
    try write("smaps_rollup", "55 [rollup]\nRss: 200 kB\nPss: 120 kB\n")
    for (thread, times) in threads {
      try write("task/\(thread)/stat", "")
      try write("task/\(thread)/schedstat", "\(times.cpu) \(times.wait) 3\n")
      try write("task/\(thread)/io", "rchar: 1\nread_bytes: 4096\nwrite_bytes: 8192\n")
      try write("task/\(thread)/status", "voluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t2\n")
    }
  }
}

@Suite struct MadeUpProcessUsageTests {
  private let proc = MadeUpProc()
  private let tick = ProcessRecord.tick

  @Test func `every figure comes from its file, in its unit`() throws {
    try proc.write(ticks: (3, 1), threads: [9: (70_000_000, 30), 10: (5, 4)])
    var usage = ProcessUsage(of: MadeUpProc.pid, in: proc.path)
    let page = sysconf(Int32(_SC_PAGESIZE))
    #expect(
      usage.read()
        == .init(
          sample: .init(
            residentBytes: 50 * page, threads: 2, cpuNanoseconds: 70_000_005, runQueueNanoseconds: 34),
          processes: [MadeUpProc.pid], userNanoseconds: 3 * tick, kernelNanoseconds: tick,
          proportionalBytes: 120 * 1024, peakResidentBytes: 400 * 1024, voluntarySwitches: 10,
          involuntarySwitches: 4, diskReadBytes: 8192, diskWrittenBytes: 16384))
  }

  @Test func `what is not shown is missing and never 0`() throws {
    try proc.write(ticks: (3, 1), threads: [9: (7, 3), 10: (5, 4)])
    for name in ["smaps_rollup", "task/10/io", "task/10/schedstat"] { try proc.remove(name) }
    var usage = ProcessUsage(of: MadeUpProc.pid, in: proc.path)
    let reading = usage.read()
    #expect(
      reading.proportionalBytes == nil && reading.diskReadBytes == nil && reading.diskWrittenBytes == nil)
    #expect(reading.sample.runQueueNanoseconds == nil && reading.sample.cpuNanoseconds == 4 * tick)
    #expect(reading.voluntarySwitches == 10 && reading.peakResidentBytes == 400 * 1024)
    // A cheap look does not ask for it, and forgets nothing.
    #expect(usage.sample().threads == 2 && usage.sample().runQueueNanoseconds == nil)
  }

  @Test func `children that were waited for count in ticks, as far as they were not seen`() throws {
    try proc.write(ticks: (3, 1), waited: (2, 1), threads: [9: (70_000_000, 30)])
    try proc.write("io", "rchar: 1\nread_bytes: 5000\nwrite_bytes: 8000\n")
    var usage = ProcessUsage(of: MadeUpProc.pid, in: proc.path)
    let reading = usage.read()
    #expect(reading.sample.cpuNanoseconds == 70_000_000 + 3 * tick && reading.unseenNanoseconds == 3 * tick)
    #expect(reading.userNanoseconds == 5 * tick && reading.kernelNanoseconds == 2 * tick)
    // What the threads say that live is less for the one, and more for the other.
    #expect(reading.diskReadBytes == 5000 && reading.diskWrittenBytes == 8192)
  }

  @Test func `threads and processes that are others under the same id add to what was counted`() throws {
    try proc.write(ticks: (0, 0), threads: [9: (700, 30), 10: (500, 4)])
    var usage = ProcessUsage(of: MadeUpProc.pid, in: proc.path)
    #expect(usage.sample().cpuNanoseconds == 1200)
    try proc.write(ticks: (0, 0), threads: [9: (800, 31), 10: (3, 1)])
    #expect(usage.sample().cpuNanoseconds == 1303)
    let process = usage.read()
    #expect(process.sample.runQueueNanoseconds == 36 && process.voluntarySwitches == 10)
    try proc.write(ticks: (1, 0), start: 8, threads: [9: (2, 1)])
    let next = usage.read()
    #expect(next.sample.cpuNanoseconds == 1303 + tick && next.sample.threads == 1)
    #expect(next.voluntarySwitches == 15 && next.userNanoseconds == tick)
  }
}

@Test func `numbers and fields are read from small files`() throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "numbers-\(UUID())")
  defer { try? FileManager.default.removeItem(at: file) }
  try Data("12 0  345\n".utf8).write(to: file)
  #expect(ProcFile.numbers(file.path) == [12, 0, 345] && ProcFile.numbers("/nowhere") == [])
  #expect(ProcFile.numbers("/proc/self/schedstat").count == 3)
  try Data("Name:\tsome 7 kB\nVmRSS:\t   12 kB\nThreads:\t3\nread_bytes: 5\nOdd: 3 MB\n".utf8).write(to: file)
  #expect(ProcFile.fields(file.path) == ["VmRSS": 12288, "Threads": 3, "read_bytes": 5])
  #expect(ProcFile.fields("/nowhere").isEmpty)
}
