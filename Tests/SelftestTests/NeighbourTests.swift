import Foundation
import Glibc
import Platform
import Testing

@testable import Selftest

@Suite(.serialized) struct NeighbourTests {
  /// Processor time of this process in nanoseconds.
  private var used: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  @Test func `a neighbour works beside the body, and no longer`() async throws {
    let processors = try CPUTopology.current().allowed
    let (before, names) = (
      used,
      {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").compactMap {
          ProcFile.text("/proc/self/task/\($0)/comm")
        }
      }
    )
    let during = try await Neighbour.beside(share: 0.9, processors: processors, seed: 1) {
      // Until it has had 0.2 s of any processor, however busy the machine is.
      while used - before < 200_000_000 { try await Task.sleep(for: .milliseconds(10)) }
      return try names()
    }
    #expect(during.count { $0 == "neighbour" } == processors.count)
    #expect(try !names().contains("neighbour"))
  }

  @Test func `what the body throws is thrown, and the neighbour is gone`() async throws {
    await #expect(throws: CancellationError.self) {
      try await Neighbour.beside(share: 0.5, processors: [0], seed: 1) { throw CancellationError() }
    }
  }

  @Test func `a tax takes its share of what an app works, and nothing while that rests`() async throws {
    let cpu = try #require(try CPUTopology.current().allowed.last)
    let worker = try ChildProcess(path: "/bin/sh", arguments: ["-c", "read line; while :; do :; done"])
    defer {
      worker.signalGroup(SIGKILL)
      close(worker.standardInput)
      close(worker.standardOutput)
    }
    var clock = clockid_t()
    #expect(clock_getcpuclockid(worker.pid, &clock) == 0)
    func worked() -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let time = MonotonicClock()
    let begin = time.nanoseconds
    let tax = try ProcessorTax(slowdown: 0.25, of: [worker.pid], on: [cpu])
    let before = worked()
    #expect(write(worker.standardInput, "\n", 1) == 1)
    while worked() - before < 0.2 { try await Task.sleep(for: .milliseconds(10)) }
    kill(worker.pid, SIGSTOP)
    while try !String(contentsOfFile: "/proc/\(worker.pid)/stat", encoding: .utf8).contains(") T ") {
      try await Task.sleep(for: .milliseconds(1))
    }
    let share = 0.25 * (worked() - before)
    try await Task.sleep(for: .milliseconds(500))
    let taken = Double(tax.end()) / 1e9
    // The start of the shell may be part of it. Looks cost microseconds, most of them where the machine is busy.
    let looks = 0.05 * Double(time.nanoseconds - begin) / 1e9
    #expect((share - 0.0001...share + 0.005 + looks).contains(taken), "\(taken) of \(share)")
  }
}
