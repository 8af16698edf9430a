import AdapterProtocol
import Contract
import Foundation
package import Record
import Statistics

/// Runs made up for tests, with throughputs that are given.
package enum SampleRun {
  /// A run of `rates[framework][workload][block]` requests per second; nil is a failed trial. Ratios are relative to `reference`,
  /// by default the first framework. With `twin` the first framework has one, whose rates are `twin[workload][block]`. `system`
  /// tells what the machine did beside a framework's trials in a block. With `p99` there is a latency half at `shares` of the
  /// slowest capacity, in which frameworks have the p99 `p99[framework][block]` in nanoseconds; nil is a failed trial. An
  /// answer adds `bytesPerRequest` to the memory.
  package static func make(
    _ rates: [String: [String: [Double?]]], frameworks: [String], reference: String? = nil,
    workloads: [String], delta: Double = 0.03,
    twin: [String: [Double?]]? = nil, tolerated: [String]? = nil, p99: [String: [Double?]]? = nil,
    shares: [Double] = [0.5, 0.8],
    stopping: Plan.Stopping? = nil, ends: [HalfEnd]? = nil,
    bytesPerRequest: (_ framework: String, _ block: Int) -> Double = { _, block in 2 + Double(block % 2) },
    system: (_ framework: String, _ block: Int) -> SystemUse = { _, _ in quiet }
  ) -> StoredRun {
    let rounds = rates[frameworks[0]]?[workloads[0]]?.count ?? 0
    let planned = frameworks.map {
      let parts = $0.split(separator: "/").map(String.init)
      return Plan.Framework(adapter: parts[0], framework: parts[1])
    }
    let copy = twin.map { _ in Plan.Framework(twinOf: planned[0]) }
    var rates = rates
    if let copy { rates[copy.name] = twin }
    let participants = frameworks + [copy?.name].compactMap(\.self)
    func sessions(_ rounds: Int) -> [Plan.Session] {
      (0..<rounds).flatMap { block in
        participants.map { Plan.Session(block: block, framework: $0, workloads: workloads) }
      }
    }
    let latencyRounds = p99?[frameworks[0]]?.count ?? 0
    let latency = p99.map { _ in
      Plan.Latency(
        shares: shares, rates: nil, arrivals: .constant, warmupSeconds: 0.25, durationSeconds: 1,
        rounds: latencyRounds, schedule: sessions(latencyRounds))
    }
    let plan = Plan(
      frameworks: planned, reference: reference ?? frameworks[0], twin: copy, suite: nil,
      workloads: workloads.map { Plan.Workload(name: $0, category: "json-bodies", summary: "a sample") },
      rounds: rounds,
      load: Plan.Load(
        connections: 8, warmupSeconds: 0.5, durationSeconds: 1, timeoutSeconds: 10, workers: 1, appCPUs: [1],
        generatorCPUs: [0], variants: 4, ports: nil), seed: 1, delta: delta, latency: latency,
      stopping: stopping,
      toleratedGates: tolerated,
      schedule: sessions(rounds))
    var run = Run(
      id: "sample", harnessVersion: "0.1.0", command: ["harness", "compare"],
      startedAt: Date(timeIntervalSince1970: 0),
      plan: plan,
      environment: Environment(
        git: nil, machineKey: "0123456789abcdef", host: "host", operatingSystem: "Debian", kernel: "6.1",
        architecture: "x86_64",
        cpuModel: "CPU",
        cpus: [0, 1], governor: nil, virtualised: true, memoryBytes: 8_000_000_000, loadAverage: 0))
    run.outcome = .complete
    run.ends = ends
    run.metrics = [
      MetricFacts(name: "cpu.total", unit: "ns", kind: "counter", better: "lower"),
      MetricFacts(name: "memory.rss", unit: "bytes", kind: "gauge", better: "lower"),
    ]
    var trials = (0..<rounds).flatMap { block in
      participants.flatMap { framework in
        workloads.map { workload in
          trial(block, framework, workload, rates[framework]?[workload]?[block], system(framework, block))
        }
      }
    }
    func stored() -> StoredRun {
      let series = trials.compactMap {
        SampleSeries.make(of: $0, bytesPerRequest: bytesPerRequest($0.framework, $0.block))
      }
      return StoredRun(run: run, trials: trials, series: series, folder: URL(filePath: "/nowhere"))
    }
    guard let p99 else { return stored() }
    run.offered = OfferedRates.all(for: plan, from: trials)
    trials += sessions(latencyRounds).flatMap { session in
      (run.offered ?? []).flatMap { offer in
        offer.rates.map {
          SampleLatency.trial(session, offer.workload, $0, p99[session.framework]?[session.block])
        }
      }
    }
    return stored()
  }

  /// A machine on which nothing else happened.
  package static let quiet = SystemUse(
    elapsedNanoseconds: 1_010_000_000, processors: 2, stolenNanoseconds: 0, otherCPUNanoseconds: 10_000_000,
    portsTaken: 30, ports: 28232)

  private static func trial(
    _ block: Int, _ framework: String, _ workload: String, _ rate: Double?, _ system: SystemUse
  ) -> Trial {
    let date = Date(timeIntervalSince1970: Double(block))
    guard let rate else {
      return Trial(
        block: block, framework: framework, workload: workload, startedAt: date,
        failure: Trial.Failure(
          stage: .measure, reason: "the app exited with status 3", standardError: ["boom"]))
    }
    let count = Int(rate)
    var recorder = HistogramRecorder()
    // As Little's law has it for 8 connections.
    recorder.record(UInt64(8e9 / rate), count: UInt64(count))
    let load = LoadFigures(
      windowNanoseconds: 1_000_000_000, sent: count, answered: count, answeredInWindow: count, unfinished: 0,
      errors: [:],
      bytesSent: 0, bytesReceived: 0, latency: recorder.snapshot(),
      canaries: LoadFigures.Canaries(checked: 5, wrong: 0, firstDifference: nil),
      generator: LoadFigures.Generator(
        cpuUserNanoseconds: 100_000_000, cpuSystemNanoseconds: 100_000_000, blockedNanoseconds: 800_000_000,
        runQueueNanoseconds: nil, threads: 1, poller: "epoll"))
    let warmup = WarmupRecord(
      requestsPerSecond: [rate / 4] + Array(repeating: rate, count: 5),
      endNanoseconds: (1...6).map { $0 * 60_000_000 }, rule: .init(seconds: 0.5, variationLimit: 0.02))
    return Trial(
      block: block, framework: framework, workload: workload, startedAt: date,
      startupNanoseconds: 200_000_000, steadyState: warmup, load: load, system: system,
      gates: GateReading.all(of: load, system, connections: 8),
      metrics: ["cpu.total": 900_000_000, "memory.rss": 50_000_000])
  }
}
