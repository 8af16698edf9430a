import Analysis
import Record
import Statistics
import TestSupport
import Testing

private let slow = [1000.0, 1010, 990, 1005, 995, 1002, 998, 1001, 1003, 997]

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

  @Test func `a block that fails a gate is dropped for the pairs that use it, and the reason is told`() throws
  {
    let run = SampleRun.make(
      ["a/x": ["w": slow], "b/y": ["w": slow.map { $0 * 2 }], "c/z": ["w": slow]],
      frameworks: ["a/x", "b/y", "c/z"], workloads: ["w"],
      system: { $0 == "b/y" && $1 < 3 ? use(stolen: 300_000_000) : use() })
    let comparison = Comparison(of: run)
    let workload = try #require(comparison.workloads.first)
    #expect(
      workload.pairs.map { [$0.a, $0.b, "\($0.blocks)"] } == [
        ["b/y", "a/x", "7"], ["c/z", "a/x", "10"], ["c/z", "b/y", "7"],
      ])
    let cell = workload.cells[1]
    #expect(cell.state == .measured && cell.blocks == 7 && cell.reason == nil)
    #expect(cell.gates.first { $0.gate == "steal" }?.failed == 3)
    let warnings = comparison.warnings.filter { $0.kind == .gate }.map(\.message)
    #expect(warnings.count == 1 && warnings[0].contains("b/y under w: 3 trials failed"), "\(warnings)")
    #expect(warnings[0].contains("steal 15.0 % (limit 5.0 %)"))
  }

  @Test func `a cell without a valid block has no number and no verdict, and says which gate failed`() throws
  {
    let system = { (framework: String, _: Int) in framework == "b/y" ? use(other: 400_000_000) : use() }
    func comparison(tolerating tolerated: [String]?) -> Comparison {
      Comparison(
        of: SampleRun.make(
          ["a/x": ["w": slow], "b/y": ["w": slow.map { $0 * 2 }]], frameworks: ["a/x", "b/y"],
          workloads: ["w"], tolerated: tolerated, system: system))
    }
    let strict = comparison(tolerating: nil)
    let cell = try #require(strict.workloads.first?.cells.last)
    #expect(cell.state == .invalid && cell.throughput == nil && cell.latency == nil && cell.requests > 0)
    #expect(cell.reason == "other-load 20.0 % (limit 5.0 %)")
    #expect(strict.workloads.first?.pairs == [] && strict.workloads.first?.ranks == ["a/x": 1])
    #expect(!strict.isClean && strict.overall.allSatisfy { $0.ratio == nil })
    let lenient = comparison(tolerating: ["other-load"])
    #expect(lenient.workloads.first?.pairs.first?.verdict == .faster && lenient.isClean)
    #expect(lenient.warnings.contains { $0.kind == .gate && $0.message.contains("(tolerated)") })
  }
}
