import Record
import Statistics
import Testing

/// Figures of a closed loop of 10 connections over a second that pass every gate, but for what is changed.
private func figures(
  answered: Int = 1000, errors: Int = 0, wrong: Int = 0, cpu: Int = 300_000_000, waited: Int? = nil,
  latency: UInt64 = 10_000_000, unsent: Int? = nil
) -> LoadFigures {
  var recorder = HistogramRecorder()
  recorder.record(latency, count: UInt64(answered))
  return LoadFigures(
    windowNanoseconds: 1_000_000_000, sent: answered + errors, answered: answered, answeredInWindow: answered,
    unfinished: 0, errors: errors > 0 ? ["timeout": errors] : [:], bytesSent: 0, bytesReceived: 0,
    latency: recorder.snapshot(),
    openLoop: unsent.map {
      .init(unsent: $0, lateness: recorder.snapshot(), uncorrectedLatency: recorder.snapshot())
    },
    canaries: .init(checked: 5, wrong: wrong, firstDifference: wrong > 0 ? "a difference" : nil),
    generator: .init(
      cpuUserNanoseconds: cpu, cpuSystemNanoseconds: 0, blockedNanoseconds: 0, runQueueNanoseconds: waited,
      threads: 1, poller: "epoll"))
}

private func use(stolen: Int? = 0, other: Int? = 0, taken: Int? = 0) -> SystemUse {
  SystemUse(
    elapsedNanoseconds: 1_000_000_000, processors: 2, stolenNanoseconds: stolen, otherCPUNanoseconds: other,
    portsTaken: taken, ports: 1000)
}

private func failed(_ load: LoadFigures, _ system: SystemUse? = use()) -> [String] {
  GateReading.all(of: load, system, connections: 10).filter { !$0.passed }.map(\.gate)
}

@Suite struct GateTests {
  @Test func `figures at their limits pass, those above fail their gate and no other`() {
    #expect(failed(figures()) == [] && failed(figures(unsent: 10)) == [])
    #expect(failed(figures(errors: 1)) == ["errors"])
    #expect(failed(figures(wrong: 1)) == ["canaries"])
    #expect(failed(figures(cpu: 800_000_000)) == [] && failed(figures(cpu: 801_000_000)) == ["generator-cpu"])
    #expect(failed(figures(cpu: 400_000_000, waited: 401_000_000)) == ["generator-cpu"])
    #expect(
      failed(figures(latency: 9_600_000)) == [] && failed(figures(latency: 9_400_000)) == ["littles-law"])
    #expect(failed(figures(latency: 10_600_000)) == ["littles-law"])
    #expect(failed(figures(), use(taken: 800)) == [] && failed(figures(), use(taken: 801)) == ["ports"])
    #expect(failed(figures(), use(stolen: 100_000_000)) == [])
    #expect(failed(figures(), use(stolen: 110_000_000)) == ["steal"])
    #expect(failed(figures(), use(other: 110_000_000)) == ["other-load"])
    #expect(failed(figures(unsent: 11)) == ["missed-schedule"])
  }

  @Test func `a gate that does not apply, or that the kernel has no figure for, is left out`() {
    let closed = GateReading.all(
      of: figures(), use(stolen: nil, other: nil, taken: nil), connections: 10
    ).map(\.gate)
    #expect(closed == ["errors", "canaries", "generator-cpu", "littles-law"])
    let open = GateReading.all(of: figures(unsent: 0), nil, connections: 10).map(\.gate)
    #expect(open == ["errors", "canaries", "generator-cpu", "missed-schedule"])
  }
}
