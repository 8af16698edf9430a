import Glibc
import Statistics

/// A run's trials, looked up by framework, workload and block.
struct Observations {
  private let trials: [String: [String: [Trial]]]
  private let conformance: [ConformanceRecord]
  private let counters: Set<String>
  private let plan: Plan

  init(of stored: StoredRun) {
    trials = Dictionary(grouping: stored.trials, by: \.framework).mapValues {
      Dictionary(grouping: $0.sorted { $0.block < $1.block }, by: \.workload)
    }
    conformance = stored.run.conformance
    counters = Set(stored.run.metrics.filter { $0.kind == "counter" }.map(\.name))
    plan = stored.run.plan
  }

  /// All that is known of a cell.
  func cell(_ framework: String, _ workload: String) -> Cell {
    Cell(
      framework: framework, workload: workload, trials: trials[framework]?[workload] ?? [],
      conformance: conformance.first {
        $0.framework == plan.original(of: framework) && ($0.workload == workload || $0.workload == nil)
          && !$0.passed
      },
      counters: counters, tolerated: plan.toleratedGates ?? [])
  }

  /// Throughput of a cell by block; only blocks that gave a number and passed the gates.
  private func throughput(_ framework: String, _ workload: String) -> [Int: Double] {
    let observed = (trials[framework]?[workload] ?? []).compactMap { trial -> (Int, Double)? in
      guard trial.isValid(tolerating: plan.toleratedGates ?? []), let load = trial.load,
        load.requestsPerSecond > 0
      else { return nil }
      return (trial.block, load.requestsPerSecond)
    }
    return Dictionary(observed) { first, _ in first }
  }

  /// Compares two frameworks over the blocks that both have.
  func test(_ a: String, _ b: String, _ workload: String, blocksNeeded: Int?) -> PairTest? {
    let (first, second) = (throughput(a, workload), throughput(b, workload))
    let common = first.keys.filter { second[$0] != nil }.sorted()
    return PairTest(
      (a, common.compactMap { first[$0] }), (b, common.compactMap { second[$0] }), blocksNeeded: blocksNeeded,
      seed: plan.seed)
  }

  /// d of the twin over the reference, one per block that both have; empty without a twin.
  func twinLogRatios(_ workload: String) -> [Double] {
    guard let twin = plan.twin else { return [] }
    return test(twin.name, plan.reference, workload, blocksNeeded: nil)?.blocks.logRatios ?? []
  }

  /// The twin under a workload; nil when the run had none.
  func twin(_ workload: String) -> Comparison.Twin? {
    guard let twin = plan.twin else { return nil }
    let differences = twinLogRatios(workload)
    let ratio = Summary(of: differences).map { exp($0.mean) }
    return Comparison.Twin(
      cell: cell(twin.name, workload), blocks: differences.count, ratio: ratio,
      noiseFloor: ratio.map { _ in EquivalenceMargin(delta: 0, twinLogRatios: differences).delta })
  }

  /// A framework over several workloads: only those that every framework was measured with, and blocks that have them all.
  func overall(_ framework: String, over workloads: [Comparison.Workload]) -> Comparison.Overall {
    let names = plan.frameworks.map(\.name)
    let common = workloads.filter { $0.cells.allSatisfy { $0.state == .measured } }.map(\.name)
    let values = common.map { workload in names.map { throughput($0, workload) } }
    let blocks = (0..<plan.rounds).filter { block in values.allSatisfy { $0.allSatisfy { $0[block] != nil } }
    }
    let logRatios = common.map { workload in
      let (own, reference) = (throughput(framework, workload), throughput(plan.reference, workload))
      return PairedBlocks(blocks.compactMap { own[$0] }, over: blocks.compactMap { reference[$0] })?.logRatios
        ?? []
    }
    let mean = GeometricMeanRatio(logRatios: logRatios)
    return Comparison.Overall(
      framework: framework, ratio: mean?.ratio,
      interval: mean?.interval(level: 0.95, seed: plan.seed).map(Interval.init),
      workloads: common.count, won: workloads.count { $0.winner == framework })
  }
}
