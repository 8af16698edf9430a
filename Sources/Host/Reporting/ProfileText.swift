package import Analysis
import Contract

/// What `harness profile` prints.
package enum ProfileText {
  /// A line of figures per workload, what they are held against, what tells most of each, and where the time went.
  package static func plain(_ profile: Profile) -> String {
    let versions = profile.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return ([profile.framework] + versions).joined(separator: "  ") + "\n\n" + table(profile).plain()
      + baseline(profile) + "\n" + profile.workloads.map(details).joined() + legend(profile)
  }

  private static func table(_ profile: Profile) -> Table {
    let compared = profile.baseline.map { [(title: "× \($0.framework)", alignment: Table.Alignment.left)] }
    var table = Table(
      columns: [
        ("workload", .left), ("req/s [95 %]", .right), ("p50", .right), ("p90", .right), ("p99", .right),
        ("CPU µs/request", .right), ("memory MB", .right),
      ] + (compared ?? []))
    let time = { (value: Int?) in value.map { Figures.time(Double($0)) } ?? "n/a" }
    let number = { (value: Double?) in value.map(Figures.short) ?? "n/a" }
    for workload in profile.workloads {
      let cell = workload.cell
      let figures = [
        cell.workload, cell.throughput.map { rate($0.mean, workload.interval) } ?? cell.state.rawValue,
        time(cell.latency?.p50), time(cell.latency?.p90), time(cell.latency?.p99),
        number(cell.cpuMicrosecondsPerRequest), number(cell.memoryBytes.map { $0 / 1e6 }),
      ]
      let ratio = profile.baseline.map { baseline in
        [baseline.ratios.first { $0.workload == cell.workload }.map(text) ?? "n/a"]
      }
      table.append(figures + (ratio ?? []))
    }
    return table
  }

  private static func rate(_ mean: Double, _ interval: Interval?) -> String {
    let whole = { (value: Double) in Figures.count(Int(value.rounded())) }
    return whole(mean) + (interval.map { " [\(whole($0.low)), \(whole($0.high))]" } ?? "")
  }

  private static func text(_ ratio: ProfileBaseline.Ratio) -> String {
    Figures.ratio(ratio.ratio) + MarkdownSections.range(ratio.interval)
  }

  private static func baseline(_ profile: Profile) -> String {
    guard let baseline = profile.baseline else { return "" }
    let how =
      baseline.isInterleaved
      ? "measured in the same blocks"
      : "of run \(baseline.run), which shares no blocks with this one: what the machine did in the meantime is part of "
        + "every ratio"
    let mean =
      "Throughput over \(baseline.framework), \(how). Geometric mean over \(baseline.ratios.count) workloads: "
      + (baseline.overall.map(text) ?? "n/a") + "."
    let left = baseline.leftOut.sorted { $0.key < $1.key }.map { "left out: \($0.key): \($0.value)" }
    return "\n" + ([mean] + left + baseline.doubts.map { "warning: \($0)" }).joined(separator: "\n") + "\n"
  }

  private static func details(_ workload: Profile.Workload) -> String {
    let telling = workload.telling.map { reading in
      "\(reading.isTelling ? "!" : " ") \(reading.figure) \(Figures.short(reading.value)) \(reading.unit)"
    }
    let graph = workload.flameGraph
    let hottest = (graph?.hottest ?? []).map { "  \(Figures.fixed($0.share * 100, 1)) %  \($0.frame)" }
    let head = graph.map {
      "  \(Figures.count($0.samples)) samples of \($0.profiler), by self time (\($0.svg)):"
    }
    let lost = graph.flatMap { $0.lost > 0 ? "  \(Figures.count($0.lost)) samples were lost" : nil }
    let lines =
      telling + [head].compactMap(\.self) + hottest.map { "  " + $0 } + [lost].compactMap(\.self)
      + (graph?.notes ?? []).map { "  note: \($0)" }
    guard !lines.isEmpty else { return "" }
    return (["\(workload.cell.workload):"] + lines.map { "  \($0)".trimmedAtEnd }).joined(separator: "\n")
      + "\n"
  }

  /// Why the figures that stand out do.
  private static func legend(_ profile: Profile) -> String {
    let found = Set(profile.workloads.flatMap(\.telling).filter(\.isTelling).map(\.figure))
    let lines = TellingFigure.all.filter { found.contains($0.name) }.map { rule in
      "! \(rule.name) from \("\(Figures.short(rule.threshold)) \(rule.unit)".trimmedAtEnd) on: \(rule.reason)"
    }
    return lines.isEmpty ? "" : "\n" + lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// Without the blanks at its end.
  fileprivate var trimmedAtEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}
