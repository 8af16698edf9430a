import Contract
import Record

extension Comparison {
  static func warnings(about comparison: Comparison, of stored: StoredRun) -> [Warning] {
    let plan = stored.run.plan
    let latencyCells = comparison.latency?.points.flatMap(\.allCells) ?? []
    let cells: [any MeasuredCell] = comparison.workloads.flatMap(\.allCells) + latencyCells
    let methods = [comparison.method, comparison.latency?.method].compactMap(\.self)
    let blocks = plan.frameworks.count > 1 ? methods.flatMap(fewBlocks) : []
    return blocks + runWarnings(plan, stored) + [noise(comparison.workloads, plan)].compactMap(\.self)
      + cells.flatMap(cellWarnings) + plan.participants.flatMap { failedGates(cells, $0.name) }
      + plan.participants.compactMap { vanished($0.name, stored.trials) }
      + comparison.warmups.compactMap { notSteady($0, plan.load) }
  }

  /// One warning per framework and gate, since it is mostly the same for many workloads.
  private static func failedGates(_ cells: [any MeasuredCell], _ framework: String) -> [Warning] {
    Gate.all.compactMap { gate in
      let failed = cells.filter { $0.framework == framework }.compactMap { cell in
        cell.gates.first { $0.gate == gate.name && $0.failed > 0 }.map { (cell.condition, $0) }
      }
      guard let worst = failed.map(\.1).max(by: { $0.worst < $1.worst }) else { return nil }
      let places = failed.count > 3 ? "\(failed.count) cells" : failed.map(\.0).joined(separator: ", ")
      let count = failed.map(\.1.failed).reduce(0, +)
      let effect = worst.isTolerated ? "tolerated" : "they count for nothing"
      return Warning(
        .gate,
        "\(framework) under \(places): \(count) trials failed a validity gate (\(effect)): "
          + "\(gate.figure): \(worst.text)", help: gate.help)
    }
  }

  /// The throughput of workers that end and are started again is not that of a healthy app.
  private static func vanished(_ framework: String, _ trials: [Trial]) -> Warning? {
    let windows = trials.filter { $0.framework == framework && $0.load != nil }
    let ended = windows.compactMap(\.vanished)
    guard !ended.isEmpty else { return nil }
    let count = ended.reduce(0, +)
    return Warning(
      .vanished,
      "\(count) process\(count == 1 ? "" : "es") of \(framework) ended during \(ended.count) of \(windows.count) windows, "
        + "so its figures are not those of a healthy app",
      help: "the server's messages: its workers crash, or end after a number of requests")
  }

  /// The reference's twin was further from it than what matters to the reader.
  private static func noise(_ workloads: [Workload], _ plan: Plan) -> Warning? {
    let loud = workloads.filter { $0.twin?.noiseFloor ?? 0 > plan.delta }
    guard let most = loud.compactMap({ $0.twin?.noiseFloor }).max() else { return nil }
    let places = loud.count > 3 ? "\(loud.count) workloads" : loud.map(\.name).joined(separator: ", ")
    return Warning(
      .noisy,
      "the same app measured twice differed by up to \(Int((most * 100).rounded(.up))) % under \(places), so "
        + "differences of that size count as equal there",
      help: "a machine on which nothing else runs, or a longer --duration")
  }

  private static func notSteady(_ summary: WarmupSummary, _ load: Plan.Load) -> Warning? {
    let without = summary.warmups - summary.steadyWarmups
    guard without > 0, let limit = load.steadyVariation else { return nil }
    return Warning(
      .notSteady,
      "\(summary.framework): no steady state in \(without) of \(summary.warmups) warm-ups: within \(load.warmupSeconds) s "
        + "no \(load.warmup.steadyWindows) windows in a row varied by at most \(limit * 100) %",
      help: "a longer --warmup, whose windows are longer too, or a quieter machine")
  }

  private static func fewBlocks(_ method: Method) -> [Warning] {
    guard let needed = method.blocksNeeded, method.blocks < needed else { return [] }
    return [
      Warning(
        .fewBlocks,
        "\(method.blocks) blocks cannot decide anything about \(method.metric): the test needs at least \(needed)",
        help: "--rounds \(needed), or fewer workloads or frameworks")
    ]
  }

  private static func runWarnings(_ plan: Plan, _ stored: StoredRun) -> [Warning] {
    var found: [Warning] = []
    if stored.run.outcome != .complete {
      let planned = plan.cellCount
      found.append(
        Warning(
          .incomplete,
          "the run was stopped: \(stored.trials.count) trials took place, of at least \(planned) that were planned"
        ))
    }
    if plan.load.appCPUs.isEmpty || !Set(plan.load.appCPUs).isDisjoint(with: plan.load.generatorCPUs) {
      found.append(
        Warning(
          .sharedProcessors,
          "the load generator and the apps shared processors, so each slowed the other down",
          help: "a machine with at least 2 processors"))
    }
    return found
  }

  private static func cellWarnings(_ cell: any MeasuredCell) -> [Warning] {
    let place = "\(cell.framework) under \(cell.condition)"
    var found: [Warning] = []
    if cell.state != .measured && cell.state != .invalid || cell.state == .measured && cell.reason != nil {
      found.append(Warning(.failed, "\(place): \(cell.reason ?? "no number")"))
    }
    if !cell.errors.isEmpty {
      let kinds = cell.errors.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(
        separator: ", ")
      found.append(Warning(.errors, "\(place): failed requests: \(kinds)"))
    }
    if cell.wrongAnswers > 0 {
      found.append(
        Warning(
          .wrongAnswers, "\(place): \(cell.wrongAnswers) of \(cell.answersChecked) checked answers were wrong"
        ))
    }
    return found
  }
}
