import Platform
import Testing

struct WakeupWatchTests {
  @Test("every instant counts with its own lateness, and the latest is kept")
  func lateness() {
    var lateness = WakeupWatch.Lateness()
    for nanoseconds: UInt64 in [0, WakeupWatch.toleratedNanoseconds, WakeupWatch.toleratedNanoseconds + 1] {
      lateness.record(nanoseconds)
    }
    #expect(lateness.instants == 3 && lateness.late == 1)
    #expect(lateness.latestNanoseconds == WakeupWatch.toleratedNanoseconds + 1)
    var other = WakeupWatch.Lateness()
    other.record(7)
    other.merge(lateness)
    #expect(other.instants == 4 && other.late == 1 && other.latestNanoseconds == 100_001)
  }

  @Test("instants are as many as there are periods on each processor, however late they were seen")
  func instants() throws {
    let processors = try CPUTopology.current().allowed
    let clock = MonotonicClock()
    let begin = clock.nanoseconds
    let watch = try WakeupWatch(processors: processors)
    let started = clock.nanoseconds
    clock.sleep(until: started + 20 * WakeupWatch.periodNanoseconds)
    let asked = clock.nanoseconds
    let lateness = watch.end()
    let ended = clock.nanoseconds
    let most = Int((ended - begin) / WakeupWatch.periodNanoseconds) + 1
    #expect(lateness.instants <= most * processors.count)
    // A thread that does not run to its end before it is asked to stop misses instants of its last wait only.
    let least =
      Int((asked - started) / WakeupWatch.periodNanoseconds)
      - Int(lateness.latestNanoseconds / WakeupWatch.periodNanoseconds) - 2
    #expect(lateness.instants >= least * processors.count)
  }

  @Test("a processor that does not exist is refused")
  func refused() {
    #expect(throws: SystemError.self) { _ = try WakeupWatch(processors: [8191]) }
  }
}

struct ThreadPerProcessorTests {
  @Test("each processor has a thread of its own, none twice, and each value is returned once")
  func values() throws {
    let processors = try CPUTopology.current().allowed
    let threads = try ThreadPerProcessor(name: "values", processors: processors + processors) { cpu, stop in
      while !stop.wait(milliseconds: 1000) {}
      return (cpu, try? CPUTopology.current().allowed)
    }
    let values = threads.end()
    #expect(values.map(\.0) == processors && values.map(\.1) == processors.map { [$0] })
    #expect(threads.end().isEmpty)
  }

  @Test("threads that nobody ends are asked to stop and waited for")
  func dropped() throws {
    let flag = try StopFlag()
    do {
      _ = try ThreadPerProcessor(name: "dropped", processors: [CPUTopology.current().allowed[0]]) { _, stop in
        while !stop.wait(milliseconds: 1000) {}
        flag.raise()
      }
    }
    #expect(flag.isRaised)
  }

  @Test("those that were started end when another cannot be")
  func partial() throws {
    let (cpu, flag) = (try CPUTopology.current().allowed[0], try StopFlag())
    #expect(throws: SystemError.self) {
      _ = try ThreadPerProcessor(name: "partial", processors: [cpu, 8191]) { _, stop in
        while !stop.wait(milliseconds: 1000) {}
        flag.raise()
      }
    }
    #expect(flag.isRaised)
  }
}
