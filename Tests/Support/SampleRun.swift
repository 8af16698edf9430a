import Foundation
package import Record
import Statistics

/// Runs made up for tests, with throughputs that are given.
package enum SampleRun {
  /// Connections of every load.
  package static let connections = 8

  /// A run of `rates[participant][workload][block]` requests per second; nil is a failed trial. Ratios are relative to `reference`,
  /// by default the first participant. With `twin` the reference has one, whose rates are `twin[workload][block]`. `system`
  /// tells what the machine did beside a participant's trials in a block. With `p99` there is a latency family at `shares` of the
  /// slowest capacity, in which participants have the p99 `p99[participant][block]` in nanoseconds; nil is a failed trial. An
  /// answer adds `bytesPerRequest` to the memory. Families have `ends`, otherwise all of their blocks.
  package static func make(
    _ rates: [String: [String: [Double?]]], frameworks: [String], reference: String? = nil,
    workloads: [String], categories: [String: String] = [:], delta: Double = 0.03,
    twin: [String: [Double?]]? = nil, tolerated: [String] = [], p99: [String: [Double?]]? = nil,
    shares: [Double] = [0.5, 0.8], comparisons: Plan.Comparisons = .all,
    minimumBlocks: Int? = nil, budget: Plan.Budget = .init(seconds: 540, isHard: false),
    ends: [FamilyEnd]? = nil,
    bytesPerRequest: (_ participant: String, _ block: Int) -> Double = { _, block in 2 + Double(block % 2) },
    system: (_ participant: String, _ block: Int) -> SystemUse = { _, _ in quiet }
  ) -> RunRecord {
    let compared = frameworks.map(participant)
    let original = reference.map(participant) ?? compared[0]
    let copy = twin.map { _ in Participant(twinOf: original) }
    var rates = rates
    if let copy { rates[copy.id.rawValue] = twin }
    let participants = compared + [copy].compactMap(\.self)
    let workloadKeys = workloads.map { Key<Plan.Workload>($0) }
    let capacity = family(
      .capacity, "Capacity", [.throughput], [.throughput, .p50, .p90, .p99, .maximum, .cpu, .memory], delta,
      workloadKeys.map { .capacity($0) }, Window(seconds: 1, warmup: warmup), minimumBlocks,
      rates[frameworks[0]]?[workloads[0]]?.count ?? 0, participants)
    let latency = p99.map { p99 in
      family(
        .latency, "Latency at equal offered rates", [.p99], [.p50, .p90, .p99, .maximum], delta,
        workloadKeys.flatMap { workload in shares.map { .offered(workload, share: $0) } },
        Window(seconds: 1, warmup: Warmup(seconds: 0.25), arrivals: .constant), minimumBlocks,
        p99[frameworks[0]]?.count ?? 0, participants)
    }
    let families = [capacity, latency].compactMap(\.self)
    let plan = Plan(
      participants: participants, reference: original.id, suite: nil,
      workloads: workloadKeys.map {
        Plan.Workload(id: $0, category: categories[$0.rawValue] ?? "json-bodies", summary: "a sample")
      }, families: families, comparisons: comparisons,
      load: Plan.Load(
        connections: connections, workers: 1, appCPUs: [1], generatorCPUs: [0], variants: 4),
      budget: budget, seed: 1, toleratedGates: tolerated)
    var record = RunRecord(run(plan), [.metrics(metrics)])
    func add(_ trial: Trial) {
      if let series = SampleSeries.make(
        of: trial, bytesPerRequest: bytesPerRequest(trial.participant.rawValue, trial.block))
      {
        record.append(series)
      }
      record.apply(.trial(trial))
    }
    for family in families {
      record.apply(.conditions(record.settled(family)))
      let conditions = Dictionary(
        uniqueKeysWithValues: record.conditions(of: family).map { ($0.id, $0) })
      let last = ends?.first { $0.family == family.id }
      for session in family.schedule where session.block < last?.blocks ?? .max {
        let name = session.participant.rawValue
        for condition in session.conditions.compactMap({ conditions[$0] }) {
          if condition.rate != nil {
            add(SampleLatency.trial(session, condition, p99?[name]?[session.block]))
          } else {
            add(
              trial(
                session, condition, rates[name]?[condition.workload.rawValue]?[session.block],
                system(name, session.block)))
          }
        }
      }
      record.apply(
        .end(last ?? FamilyEnd(family: family.id, blocks: family.maximumBlocks, reason: .rounds)))
    }
    record.apply(.outcome(RunOutcome(.complete, at: Date(timeIntervalSince1970: 60))))
    return record
  }

  /// A machine on which nothing else happened.
  package static let quiet = SystemUse.sample(
    elapsed: 1_010_000_000, other: 10_000_000, taken: 30, ports: 28232)

  /// What the metrics of every trial mean.
  package static let metrics = [
    MetricFacts(
      name: "cpu.total", unit: "ns", kind: .counter, better: .lower, role: .cpu, basis: .request, label: "CPU"
    ),
    MetricFacts(name: "memory.rss", unit: "bytes", kind: .gauge, better: .lower, role: .memory),
  ]

  /// The participant of `<adapter>/<framework>`.
  package static func participant(_ name: String) -> Participant {
    let parts = name.split(separator: "/").map(String.init)
    return Participant(adapter: parts[0], framework: parts[1])
  }

  private static let warmup = Warmup(seconds: 0.5, steadyVariation: 0.02)

  private static func family(
    _ id: Key<Family>, _ title: String, _ primary: [Key<Measure>], _ shown: [Key<Measure>], _ delta: Double,
    _ conditions: [Condition], _ window: Window, _ minimum: Int?, _ blocks: Int, _ participants: [Participant]
  ) -> Family {
    Family(
      id: id, title: title, primary: primary, shown: shown, delta: delta, conditions: conditions,
      window: window, minimumBlocks: min(minimum ?? blocks, blocks), maximumBlocks: blocks,
      schedule: (0..<blocks).flatMap { block in
        participants.map {
          Family.Session(block: block, participant: $0.id, conditions: conditions.map(\.id))
        }
      })
  }

  private static func run(_ plan: Plan) -> Run {
    Run(
      id: "sample", harnessVersion: "0.1.0", command: ["harness", "compare"],
      startedAt: Date(timeIntervalSince1970: 0), plan: plan,
      environment: Environment(
        git: nil, machineKey: "0123456789abcdef", host: "host", operatingSystem: "Debian", kernel: "6.1",
        architecture: "x86_64", cpuModel: "CPU", cpus: [0, 1], governor: nil, virtualised: true,
        memoryBytes: 8_000_000_000, loadAverage: 0))
  }

  private static func trial(
    _ session: Family.Session, _ condition: Condition, _ rate: Double?, _ system: SystemUse
  ) -> Trial {
    let date = Date(timeIntervalSince1970: Double(session.block))
    let bare = Trial(
      block: session.block, participant: session.participant, condition: condition.id, startedAt: date,
      startupNanoseconds: 200_000_000)
    guard let rate else {
      return Trial(
        block: session.block, participant: session.participant, condition: condition.id, startedAt: date,
        failure: Trial.Failure(
          stage: .measure, reason: "the app exited with status 3", standardError: ["boom"]))
    }
    let count = Int(rate)
    var recorder = HistogramRecorder()
    // As Little's law has it.
    recorder.record(UInt64(Double(connections) * 1e9 / rate), count: UInt64(count))
    let load = LoadFigures(
      windowNanoseconds: 1_000_000_000, sent: count, answered: count, answeredInWindow: count, unfinished: 0,
      errors: [:], bytesSent: 0, bytesReceived: 0, latency: recorder.snapshot(),
      canaries: LoadFigures.Canaries(checked: 5, wrong: 0, firstDifference: nil),
      generator: LoadFigures.Generator(
        cpuUserNanoseconds: 100_000_000, cpuSystemNanoseconds: 100_000_000, blockedNanoseconds: 800_000_000,
        runQueueNanoseconds: nil, threads: 1, poller: "epoll"))
    let record = WarmupRecord(
      requestsPerSecond: [rate / 4] + Array(repeating: rate, count: 5),
      endNanoseconds: (1...6).map { $0 * 60_000_000 }, rule: warmup)
    return bare.with(
      load: load, system: system, metrics: ["cpu.total": 900_000_000, "memory.rss": 50_000_000],
      warmup: record)
  }
}
