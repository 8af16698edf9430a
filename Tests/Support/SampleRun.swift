import Analysis
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
  /// answer adds `bytesPerRequest` to the memory. `held[workload]` is whose requests a workload sends beside open connections.
  /// Blocks have an `end`, otherwise there are all of them.
  package static func make(
    _ rates: [String: [String: [Double?]]], frameworks: [String], reference: String? = nil,
    workloads: [String], categories: [String: String] = [:], held: [String: String] = [:],
    delta: Double = 0.03,
    twin: [String: [Double?]]? = nil, tolerated: [String] = [], p99: [String: [Double?]]? = nil,
    shares: [Double] = [0.5, 0.8], comparisons: Plan.Comparisons = .all,
    minimumBlocks: Int? = nil, budgetSeconds: Double = 540, end: BlocksEnd? = nil,
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
    let capacity = Family(
      id: .capacity, title: "Capacity", primary: [.throughput],
      shown: [.throughput, .p50, .p90, .p99, .maximum, .cpu, .memory], delta: delta,
      conditions: workloadKeys.map { .capacity($0, beside: held[$0.rawValue].map { _ in 10 }) })
    let latency = Family(
      id: .latency, title: "Latency at equal offered rates", primary: [.p99],
      shown: [.p50, .p90, .p99, .maximum], delta: delta,
      conditions: workloadKeys.flatMap { workload in shares.map { .offered(workload, share: $0) } })
    let families = [capacity] + (p99 == nil ? [] : [latency])
    let blocks = rates[frameworks[0]]?[workloads[0]]?.count ?? 0
    let plan = Plan(
      participants: participants, reference: original.id, suite: nil,
      workloads: workloadKeys.map {
        Plan.Workload(
          id: $0, category: categories[$0.rawValue] ?? "json-bodies", summary: "a sample",
          requests: held[$0.rawValue].map { Key($0) })
      }, families: families, procedure: procedure,
      blocks: Array(
        repeating: .init(
          participants: participants.map(\.id), conditions: families.flatMap(\.conditions).map(\.id)),
        count: blocks), minimumBlocks: min(minimumBlocks ?? blocks, blocks), comparisons: comparisons,
      load: Plan.Load(
        connections: connections, workers: 1, appCPUs: [1], generatorCPUs: [0], variants: 4),
      budgetSeconds: budgetSeconds, seed: 1, toleratedGates: tolerated)
    var record = RunRecord(run(plan), [.metrics(metrics)])
    for participant in compared { record.apply(.pilot(pilot(participant.id, workloadKeys, rates))) }
    record.apply(.design(Design(of: record, availableSeconds: 1e6)))
    func add(_ trial: Trial) {
      if let series = SampleSeries.make(
        of: trial, bytesPerRequest: bytesPerRequest(trial.participant.rawValue, trial.block))
      {
        record.append(series)
      }
      record.apply(.trial(trial))
    }
    for block in 0..<(end?.blocks ?? blocks) {
      for participant in participants { record.apply(.session(session(block, participant.id))) }
      for condition in record.design?.windows.map(\.condition) ?? [] {
        for participant in participants {
          let key = TrialKey(block: block, participant: participant.id, condition: condition.id)
          let name = participant.id.rawValue
          if condition.rate != nil {
            let values = p99?[name] ?? []
            add(SampleLatency.trial(key, condition, values.indices.contains(block) ? values[block] : nil))
          } else {
            add(trial(key, rates[name]?[condition.workload.rawValue]?[block], system(name, block)))
          }
        }
      }
    }
    record.apply(.end(end ?? BlocksEnd(blocks: blocks, reason: .rounds)))
    record.apply(.outcome(RunOutcome(.complete, at: Date(timeIntervalSince1970: 60))))
    return record
  }

  /// How every run is measured that is made up here.
  package static let procedure = Procedure(
    pilotSeconds: 0, warmupSeconds: 0.5, closedSeconds: 1, offeredSeconds: 1, sliceSeconds: 1,
    arrivals: .constant)

  /// A pilot of one window for each workload, which was as fast as the participant was on the average.
  private static func pilot(
    _ participant: Key<Participant>, _ workloads: [Key<Plan.Workload>], _ rates: [String: [String: [Double?]]]
  ) -> Pilot {
    let windows = workloads.enumerated().compactMap { index, workload in
      mean((rates[participant.rawValue]?[workload.rawValue] ?? []).compactMap(\.self)).map { rate in
        Pilot.Window(
          workload: workload, endNanoseconds: (index + 1) * 100_000_000, requestsPerSecond: rate,
          generatorDemand: 0.2)
      }
    }
    return Pilot(
      participant: participant, startupNanoseconds: 200_000_000, cycle: windows.map(\.workload),
      windows: windows)
  }

  private static func session(_ block: Int, _ participant: Key<Participant>) -> Session {
    Session(
      block: block, participant: participant, startupNanoseconds: 200_000_000,
      warmupNanoseconds: 500_000_000, warmupRequests: 100)
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
    _ key: TrialKey, _ rate: Double?, _ system: SystemUse
  ) -> Trial {
    let date = Date(timeIntervalSince1970: Double(key.block))
    let bare = Trial(
      block: key.block, participant: key.participant, condition: key.condition, startedAt: date,
      startupNanoseconds: 200_000_000)
    guard let rate else {
      return Trial(
        block: key.block, participant: key.participant, condition: key.condition, startedAt: date,
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
    return bare.with(
      load: load, system: system, metrics: ["cpu.total": 900_000_000, "memory.rss": 50_000_000])
  }
}
