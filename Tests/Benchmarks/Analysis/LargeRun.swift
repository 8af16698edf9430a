import Analysis
import Foundation
import Record
import SeededRandom
import Statistics

/// A run made up, as large as asked for: closed loops and an offered rate with a twin, every metric that adapters tell of an app, and latencies
/// in some hundred buckets.
enum LargeRun {
  /// How much there is of everything.
  struct Size {
    let participants: Int
    let workloads: Int
    let blocks: Int
  }

  /// Latency histograms that trials share.
  private static let histogramCount = 64
  private static let answered = 20_000

  /// A run with a verdict for the pairs of `comparisons`; the same every time.
  static func make(_ size: Size, _ comparisons: Plan.Comparisons) -> RunRecord {
    var random = SeededGenerator(seed: 1)
    let plan = plan(size, comparisons)
    let histograms = (0..<histogramCount).map { _ in histogram(&random) }
    let (closed, open) = (histograms.map { load($0) }, histograms.map { load($0, isOpenLoop: true) })
    var record = RunRecord(run(plan), [.metrics(metrics)])
    record.apply(.design(Design(of: record, availableSeconds: plan.budgetSeconds)))
    for (number, block) in plan.blocks.enumerated() {
      for condition in block.conditions {
        let loads = plan.families[0].conditions.contains { $0.id == condition } ? closed : open
        for participant in block.participants {
          guard let load = random.element(of: loads) else { continue }
          let key = TrialKey(block: number, participant: participant, condition: condition)
          record.apply(.trial(trial(key, load, &random)))
        }
      }
    }
    record.apply(.end(.init(blocks: size.blocks, reason: .rounds)))
    record.apply(.outcome(.init(.complete, at: Date(timeIntervalSince1970: 0))))
    return record
  }

  /// Latencies of a lognormal distribution: between 300 and 500 buckets.
  private static func histogram(_ random: inout SeededGenerator) -> Histogram {
    var recorder = HistogramRecorder()
    for _ in 0..<answered {
      let normal = (0..<12).reduce(-6) { sum, _ in sum + random.uniform() }
      recorder.record(UInt64(2_000_000 * exp(0.08 * normal)))
    }
    return recorder.snapshot()
  }

  private static func load(_ latency: Histogram, isOpenLoop: Bool = false) -> LoadFigures {
    LoadFigures(
      windowNanoseconds: 1_000_000_000, sent: answered, answered: answered, answeredInWindow: answered,
      unfinished: 0, errors: [:], bytesSent: 0, bytesReceived: 0, latency: latency,
      openLoop: isOpenLoop ? .init(unsent: 0, lateness: latency, uncorrectedLatency: latency) : nil,
      canaries: .init(checked: 5, wrong: 0, firstDifference: nil),
      generator: .init(
        cpuUserNanoseconds: 1, cpuSystemNanoseconds: 1, blockedNanoseconds: 1, runQueueNanoseconds: nil,
        threads: 1, poller: "epoll"))
  }

  private static let system = SystemUse(
    elapsedNanoseconds: 1_000_000_000,
    processors: [0, 1].map { .init(number: $0, stolenNanoseconds: 0) }, otherCPUNanoseconds: 0,
    quotaThrottlings: nil, portsTaken: 1, ports: 28_232)

  private static func trial(
    _ key: TrialKey, _ load: LoadFigures, _ random: inout SeededGenerator
  ) -> Trial {
    let values = metrics.map { ($0.name, 1e6 * (1 + random.uniform())) }
    let told = Dictionary(uniqueKeysWithValues: values)
    var figures = HTTPMeasures.figures(of: load, metrics: told, startupNanoseconds: 200_000_000)
    figures[.throughput] = 20_000 * (1 + 0.05 * random.uniform())
    return Trial(
      block: key.block, participant: key.participant, condition: key.condition,
      startedAt: Date(timeIntervalSince1970: 0), startupNanoseconds: 200_000_000, figures: figures,
      load: load,
      system: system, gates: GateReading.all(of: load, system, connections: 40), metrics: told)
  }

  private static let metrics: [MetricFacts] =
    [
      MetricFacts(
        name: MetricFacts.processorTime, unit: "ns", kind: .counter, better: .lower, role: .cpu,
        basis: .request),
      MetricFacts(
        name: MetricFacts.residentMemory, unit: "bytes", kind: .gauge, better: .lower, role: .memory),
    ]
    + [.collection, .lockContended, .lockWait, .runQueue, .loopBusy, .cpuKernel].map {
      (role: Key<MetricFacts.Roles>) in
      MetricFacts(
        name: "runtime.\(role)", unit: "ns", kind: .counter, better: .lower, role: role, basis: .elapsed)
    }
    + (0..<20).map {
      MetricFacts(name: "other.\($0)", unit: "count", kind: .counter, better: .neither)
    }

  private static func plan(_ size: Size, _ comparisons: Plan.Comparisons) -> Plan {
    let compared = (0..<size.participants).map { Participant(adapter: "a", framework: "f\($0)") }
    let participants = compared + [Participant(twinOf: compared[0])]
    let workloads = (0..<size.workloads).map {
      Plan.Workload(id: Key("workload-\($0)"), category: "category-\($0 % 6)", summary: "made up")
    }
    let families = [
      Family(
        id: .capacity, title: "Capacity", primary: [.throughput], shown: [.throughput, .cpu, .p99],
        delta: 0.03,
        conditions: workloads.map { .capacity($0.id) }),
      Family(
        id: .latency, title: "Latency at equal offered rates", primary: [.p50, .p90],
        shown: [.p50, .p90, .p99], delta: 0.1, conditions: workloads.map { .offered($0.id, rate: 10_000) }),
    ]
    let conditions = families.flatMap(\.conditions)
    return Plan(
      participants: participants, reference: compared[0].id, suite: nil, workloads: workloads,
      families: families,
      procedure: Procedure(pilotSeconds: 0, warmupSeconds: 1, closedSeconds: 1, sliceSeconds: 0.05),
      blocks: Array(
        repeating: .init(participants: participants.map(\.id), conditions: conditions.map(\.id)),
        count: size.blocks), minimumBlocks: size.blocks, comparisons: comparisons,
      load: .init(connections: 40, workers: 1, appCPUs: [1], generatorCPUs: [0], variants: 4),
      budgetSeconds: 1e6, seed: 1)
  }

  private static func run(_ plan: Plan) -> Run {
    Run(
      id: "large", harnessVersion: "0", command: ["benchmark"], startedAt: Date(timeIntervalSince1970: 0),
      plan: plan,
      environment: Environment(
        git: nil, machineKey: nil, host: "host", operatingSystem: "Debian", kernel: "6",
        architecture: "x86_64",
        cpuModel: nil, cpus: [0, 1], governor: nil, virtualised: true, memoryBytes: 1, loadAverage: 0))
  }
}
