import Foundation
import Record
import Statistics
import TestSupport
import Testing

/// Figures of a closed loop of 10 connections over a second that pass every gate, but for what is changed.
private func figures(
  answered: Int = 1000, errors: Int = 0, wrong: Int = 0, cpu: Int = 300_000_000, waited: Int? = nil,
  latency: UInt64 = 10_000_000, unsent: Int? = nil, overhang: Int = 0, open: Int = 0
) -> LoadFigures {
  var recorder = HistogramRecorder()
  recorder.record(latency, count: UInt64(answered))
  var figures = LoadFigures(
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
  figures.overhangNanoseconds = overhang
  figures.openNanoseconds = open
  return figures
}

private func failed(_ load: LoadFigures, _ system: SystemUse? = .sample()) -> [String] {
  GateReading.all(of: load, system, connections: 10).filter { !$0.passed }.map(\.gate)
}

@Suite struct GateTests {
  @Test func `figures at their limits pass, those above fail their gate and no other`() {
    #expect(failed(figures()) == [])
    #expect(failed(figures(errors: 1)) == ["errors"])
    #expect(failed(figures(wrong: 1)) == ["canaries"])
    #expect(
      failed(figures(latency: 9_600_000)) == [] && failed(figures(latency: 9_400_000)) == ["littles-law"])
    #expect(failed(figures(latency: 10_600_000)) == ["littles-law"])
    #expect(
      failed(figures(), .sample(taken: 800)) == [] && failed(figures(), .sample(taken: 801)) == ["ports"])
    #expect(failed(figures(), .sample(stolen: 100_000_000)) == [])
    #expect(failed(figures(), .sample(stolen: 110_000_000)) == ["steal"])
    #expect(failed(figures(), .sample(other: 110_000_000)) == ["other-load"])
    #expect(failed(figures(), .sample(quotaThrottlings: 0)) == [])
    #expect(failed(figures(), .sample(quotaThrottlings: 1)) == ["throttling"])
  }

  @Test func `a load that never had its connections is none of so many`() {
    func failed(open: Int) -> [String] {
      var load = figures()
      load.connections = .init(asked: 10, open: open, failedAttempts: 3)
      return GateReading.all(of: load, .sample(), connections: 10).filter { !$0.passed }.map(\.gate)
    }
    #expect(failed(open: 9) == ["connections"] && failed(open: 10) == [])
  }

  @Test func `what is held open beside a load is lost nothing of, and is a part of its generator's work`() {
    func reading(lost: Int, misplaced: Int) -> [String] {
      var load = figures()
      load.held = .sample(lost: lost, misplaced: misplaced)
      return failed(load)
    }
    #expect(reading(lost: 0, misplaced: 0) == [])
    #expect(reading(lost: 1, misplaced: 0) == ["held"] && reading(lost: 0, misplaced: 1) == ["held"])
    var load = figures()
    let alone = load.generatorUtilisation
    load.held = .sample()
    #expect(abs(load.generatorUtilisation - alone - 0.1) < 1e-9)
    let told = { (metrics: [String: Double]) in
      HTTPMeasures.figures(of: load, metrics: metrics, startupNanoseconds: nil)
    }
    #expect(told([:])[.held] == 10 && told([:])[.heldMemory] == nil && told([:])[.heldGeneratorMemory] == 500)
    #expect(told(["memory.pss": 6000])[.heldMemory] == 200 && told(["memory.pss": 1])[.heldMemory] == nil)
    load.held = .sample(generatorBytes: nil, memoryBefore: nil)
    let unread = told(["memory.pss": 6000])
    #expect(unread[.heldMemory] == nil && unread[.heldGeneratorMemory] == nil)
  }

  @Test func `a busy generator and requests that were never sent are no fault of a trial`() {
    #expect(failed(figures(cpu: 999_000_000, waited: 999_000_000)) == [])
    #expect(failed(figures(unsent: 900)) == [])
  }

  @Test func `Little's law holds exactly in short windows, whose last answers come after them`() {
    // Ten connections with one request of 100 ms after the other in a window of 250 ms: of each, two are answered within it, and one 50 ms after.
    func window(overhang: Int, open: Int = 0, answered: Int = 30) -> [String] {
      failed(
        figures(answered: answered, latency: 100_000_000, overhang: overhang, open: open).with(
          windowNanoseconds: 250_000_000, answeredInWindow: 20))
    }
    #expect(window(overhang: 500_000_000) == [] && window(overhang: 0) == ["littles-law"])
    // The last ones are never answered: they were under way for 50 ms of the window.
    #expect(window(overhang: 0, open: 500_000_000, answered: 20) == [])
    #expect(window(overhang: 0, open: 0, answered: 20) == ["littles-law"])
  }

  @Test func `a gate that does not apply, or that the kernel has no figure for, is left out`() {
    let closed = GateReading.all(
      of: figures(), .sample(stolen: nil, other: nil, taken: nil), connections: 10
    ).map(\.gate)
    #expect(closed == ["errors", "canaries", "littles-law"])
    let open = GateReading.all(of: figures(unsent: 0), nil, connections: 10).map(\.gate)
    #expect(open == ["errors", "canaries"])
    // A processor that does not tell leaves the steal of all unknown.
    let half = SystemUse(
      elapsedNanoseconds: 1_000_000_000,
      processors: [
        .init(number: 0, stolenNanoseconds: 500_000_000), .init(number: 1, stolenNanoseconds: nil),
      ],
      otherCPUNanoseconds: nil, quotaThrottlings: nil, portsTaken: nil, ports: nil)
    #expect(half.stealShare == nil)
  }

  @Test
  func `gates of integrity make a trial invalid unless they are tolerated, those of the environment never`() {
    func trial(_ gate: String, value: Double) -> Trial {
      Trial(
        block: 0, participant: "a/x", condition: "w", startedAt: .distantPast, figures: [.throughput: 1],
        gates: [GateReading(gate: gate, value: value, limit: 1)])
    }
    for gate in Gate.all {
      let isEnvironment = ["steal", "other-load", "throttling"].contains(gate.name)
      #expect(gate.kind == (isEnvironment ? .environment : .integrity))
      #expect(trial(gate.name, value: 2).isValid(tolerating: []) == isEnvironment)
      #expect(trial(gate.name, value: 2).isValid(tolerating: [gate.name]))
      #expect(trial(gate.name, value: 1).isValid(tolerating: []))
    }
    #expect(!trial("unheard-of", value: 2).isValid(tolerating: []))
  }
}
