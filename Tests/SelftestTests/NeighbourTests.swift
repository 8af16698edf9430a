import Foundation
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

  @Test func `a tax takes its share of the time that passes`() throws {
    let cpu = try #require(try CPUTopology.current().allowed.last)
    let clock = MonotonicClock()
    let begin = clock.nanoseconds
    let tax = try ProcessorTax(slowdown: 0.25, processors: [cpu])
    clock.sleep(until: begin + 500_000_000)
    let taken = Double(tax.end())
    // Of five parts of the time one; its last part may be missing, or begun after what we saw.
    let fifth = Double(clock.nanoseconds - begin) / 5
    #expect((0.8 * fifth...fifth + 2_000_000).contains(taken))
  }
}
