import Analysis
import Foundation
import Record

/// The parts of the Markdown report beside the results: cost, errors, method, machine.
extension MarkdownSections {
  static func resources(_ comparison: Comparison, _ run: Run) -> String? {
    var table = Table(columns: [
      ("workload", .left), ("framework", .left), ("CPU µs / request", .right), ("memory MB", .right),
      ("MB·s / 1000 requests", .right), ("start-up", .right), ("generator CPU", .right),
    ])
    let number = { (value: Double?) in value.map(Figures.short) ?? "n/a" }
    for cell in comparison.workloads.flatMap(\.cells) where cell.state == .measured {
      table.append([
        cell.workload, cell.framework, number(cell.cpuMicrosecondsPerRequest),
        number(cell.memoryBytes.map { $0 / 1e6 }), number(cell.megabyteSecondsPerRequest.map { $0 * 1000 }),
        cell.startupNanoseconds.map(Figures.time) ?? "n/a",
        cell.generatorUtilisation.map { Figures.fixed($0 * 100, 0) + " %" } ?? "n/a",
      ])
    }
    guard !table.rows.isEmpty else { return nil }
    return
      "## Cost\n\nProcessor time of the app's whole process tree per answered request, its resident memory at the end of the "
      + "windows, and that memory held for the time a request takes of the throughput.\n\n" + table.markdown
  }

  static func errors(_ comparison: Comparison, _ run: Run) -> String? {
    let latency = comparison.latency?.points.flatMap(\.allCells) ?? []
    let cells: [any MeasuredCell] = comparison.workloads.flatMap(\.allCells) + latency
    let requests = cells.map(\.requests).reduce(0, +)
    let checked = cells.map(\.answersChecked).reduce(0, +)
    let bad = cells.filter { !$0.errors.isEmpty || $0.wrongAnswers > 0 || $0.reason != nil }
    let start =
      "## Errors\n\n\(Figures.count(requests)) requests answered, \(Figures.count(checked)) answers compared in full."
    guard !bad.isEmpty else { return start + " No request failed and no answer was wrong.\n" }
    let lines = bad.map { cell in
      let kinds = cell.errors.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
      let wrong = cell.wrongAnswers > 0 ? ["\(cell.wrongAnswers) wrong answers"] : []
      let text = (kinds + wrong + [cell.reason].compactMap(\.self)).joined(separator: "; ")
      let tail = ((cell as? Cell)?.standardError ?? []).map { "\n  > \($0)" }.joined()
      return "- \(cell.framework) under \(cell.condition) (\(cell.state.rawValue)): \(text)\(tail)"
    }
    return start + "\n\n" + lines.joined(separator: "\n") + "\n"
  }

  static func deviations(_ comparison: Comparison, _ run: Run) -> String? {
    let lines = run.frameworks.flatMap { facts in
      facts.deviations.map {
        "- \(facts.name), \($0.id): \($0.description) (\($0.workloads.joined(separator: ", ")))"
      }
    }
    return "## Deviations\n\n"
      + (lines.isEmpty ? "No framework declares any.\n" : lines.joined(separator: "\n") + "\n")
  }

  static func method(_ comparison: Comparison, _ run: Run) -> String? {
    let plan = run.plan
    let load = plan.load
    let method = comparison.method
    return """
      ## Method

      Every app was first proved to do the same work (`harness verify`). Then \(method.blocks) blocks were measured; in each block every
      framework ran once, in a random order, in a fresh process, with its workloads in a random order. Each cell was warmed up for
      \(load.steadyVariation == nil ? "" : "at most ")\(Figures.short(load.warmupSeconds)) s and measured for \(Figures.short(load.durationSeconds)) s over \(load.connections) keep-alive connections, each with one request
      under way (closed loop), rotating through \(load.variants) seeded request variants. Apps had \(load.workers) worker\(load.workers == 1 ? "" : "s")\(load.agents == false ? ", no runtime agents (`--no-agents`)" : "") and ran on
      CPU \(list(load.appCPUs)), the load generator on CPU \(list(load.generatorCPUs)) (poller: \(run.environment.poller ?? "n/a")). Only complete answers of an accepted status count;
      a sample of answers was compared in full with what was asked.

      An observation is one block's throughput. Ratios are geometric means over blocks of paired ratios, with Student-t 95 % intervals.
      The test is the exact paired sign-flip permutation test on log ratios, corrected by Holm over \(method.family) comparisons (all pairs of
      frameworks × workloads); it can reject from \(Matrix.blocks(method.blocksNeeded)) on. "Equivalent" means that the 90 % interval lies within
      \(Figures.short(method.delta * 100)) %\(twin(comparison)). Frameworks that cannot be told apart share a rank. The interval of a geometric mean comes from resampling blocks.
      Blocks go on until the half-width of every 95 % interval is at most δ/2, or to a limit of rounds or time; a p value never ends a run.
      Percentiles are those of all blocks' histograms merged. Seed \(plan.seed); the order, every setting and every trial's histogram
      are in `run.json` and `trials.jsonl`.

      """
  }

  /// What the twin is for; empty without one.
  private static func twin(_ comparison: Comparison) -> String {
    comparison.noiseFloor == nil
      ? ""
      : ", or within the workload's noise floor where that is larger: the 95th percentile of |ln ratio| between "
        + "\(comparison.reference) and its twin, the same app measured a second time in every block"
  }

  static func environment(_ comparison: Comparison, _ run: Run) -> String? {
    let machine = run.environment
    var table = Table(columns: [("what", .left), ("value", .left)])
    table.append([
      "host", "\(machine.host), \(machine.operatingSystem), Linux \(machine.kernel), \(machine.architecture)",
    ])
    if let key = machine.machineKey { table.append(["machine key", key]) }
    table.append([
      "processor",
      "\(machine.cpuModel ?? "n/a"), CPUs \(list(machine.cpus)), governor \(machine.governor ?? "n/a")",
    ])
    table.append(["memory", "\(Figures.fixed(Double(machine.memoryBytes) / 1e9, 1)) GB"])
    table.append(["load average at the start", Figures.fixed(machine.loadAverage, 2)])
    if let git = machine.git {
      table.append([
        "commit",
        "\(git.commit)\(git.branch.map { " (\($0))" } ?? "")\(git.dirty ? ", with uncommitted changes" : "")",
      ])
    }
    for facts in run.frameworks {
      let versions = facts.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
        separator: ", ")
      table.append([facts.name, "\(versions); \(facts.runtime)"])
    }
    return "## Environment\n\n" + table.markdown
  }

  private static func list(_ cpus: [Int]) -> String {
    cpus.isEmpty ? "any" : cpus.map(String.init).joined(separator: ",")
  }
}
