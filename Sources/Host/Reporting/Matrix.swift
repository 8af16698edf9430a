package import Analysis
import Contract
import Record

/// The comparison matrix: a row per workload, a column per framework. Terminal and Markdown show the same texts.
package enum Matrix {
  /// The mark of a verdict: what may be said about a cell against the reference.
  package static func mark(_ verdict: Pair.Verdict) -> String {
    switch verdict {
    case .faster: "▲"
    case .slower: "▼"
    case .equivalent: "="
    case .inconclusive: "~"
    case .needsBlocks: "?"
    }
  }

  /// What the marks mean, in one line each.
  package static func legend(_ comparison: Comparison) -> [String] {
    let method = comparison.method
    let floor = comparison.noiseFloor == nil ? "" : " or the noise floor"
    let found = [
      noiseFloor(comparison.noiseFloor, comparison, of: "throughput"),
      resolution(comparison.workloads.flatMap(\.pairs), method), gates(comparison),
    ]
    return found.compactMap(\.self) + [
      "Each cell: requests per second, ratio to \(comparison.reference) with its 95 % interval, and what may be said.",
      "▲ faster  ▼ slower (p < \(Figures.short(method.alpha)) after Holm over \(method.family) comparisons)  "
        + "= equivalent within \(percent(method.delta))\(floor)  ~ inconclusive  ? needs ≥ \(blocks(method.blocksNeeded))  "
        + "★ faster than every other",
    ]
  }

  /// What the run cannot tell apart, in a sentence; nil without a twin.
  static func noiseFloor(
    _ floor: (least: Double, most: Double)?, _ comparison: Comparison, of metric: String
  ) -> String? {
    guard let (least, most) = floor else { return nil }
    let (low, high) = (percent(least), percent(most))
    return "This run cannot tell apart differences of \(metric) below \(high)"
      + (low == high ? "" : " (\(low) where it is quietest)")
      + ": so far apart were \(comparison.reference) and its twin, which is the same app."
  }

  /// What the validity gates found, in a sentence; nil in runs that are older than gates.
  package static func gates(_ comparison: Comparison) -> String? {
    let latency = comparison.latency?.points.flatMap(\.allCells).flatMap(\.gates) ?? []
    let found = comparison.workloads.flatMap(\.allCells).flatMap(\.gates) + latency
    guard !found.isEmpty else { return nil }
    let failed = Gate.all.compactMap { gate in
      let own = found.filter { $0.gate == gate.name && $0.failed > 0 }
      let count = own.map(\.failed).reduce(0, +)
      return own.max { $0.worst < $1.worst }.map {
        "\(count) × \($0.text)\($0.isTolerated ? ", tolerated" : "")"
      }
    }
    return failed.isEmpty
      ? "Every trial passed every validity gate."
      : "Validity gates that trials failed: \(failed.joined(separator: "; "))."
  }

  /// What a half could have found and what it left open, in a sentence; nil without any pair.
  static func resolution(_ pairs: [Pair], _ method: Comparison.Method) -> String? {
    guard !pairs.isEmpty else { return nil }
    let effects = pairs.compactMap(\.minimumDetectableEffect).sorted()
    var sentences: [String] = []
    if let least = effects.first, let most = effects.last {
      let (fewest, blocks) = (pairs.map(\.blocks).min() ?? 0, method.blocks)
      sentences.append(
        "Minimum detectable effect of \(fewest < blocks ? "\(fewest) to " : "")\(blocks) blocks, with 80 % power: \(percent(least)) in the quietest pair, "
          + "\(percent(most)) in the noisiest.")
    }
    let open = pairs.filter { $0.verdict == .inconclusive || $0.verdict == .needsBlocks }
    if !open.isEmpty {
      let more =
        open.compactMap(\.moreBlocks).max().map { ", which \(moreRounds($0)) would decide" } ?? ""
      sentences.append("Undecided: \(open.count) of \(pairs.count) pairs\(more).")
    }
    if let end = method.end { sentences.append("Ended after \(end.blocks) blocks by \(words(end.reason)).") }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// How many more rounds it takes; what nobody would wait for is not counted.
  static func moreRounds(_ count: Int) -> String {
    count > 1000 ? "more than 1,000 rounds" : "about \(count) more rounds"
  }

  private static func words(_ reason: HalfEnd.Reason) -> String {
    switch reason {
    case .precision: "precision (every interval's half-width is at most δ/2)"
    case .rounds: "the number of rounds"
    case .timeBudget: "the time budget"
    }
  }

  /// A share as a percentage, e.g. `2.10 %`; `n/a` without one.
  static func percent(_ share: Double?) -> String {
    share.map { Figures.short($0 * 100) + " %" } ?? "n/a"
  }

  /// A number of blocks in words; nil means that no number suffices.
  static func blocks(_ count: Int?) -> String {
    count.map { "\($0) blocks" } ?? "more blocks than can be run"
  }

  /// One row per workload, then the geometric mean and the workloads won.
  package static func table(_ comparison: Comparison) -> Table {
    let columns =
      [(title: "workload", alignment: Table.Alignment.left)]
      + comparison.frameworks.map { (title: $0, alignment: .right) }
      + [(title: "noise floor", alignment: .right)]
    var table = Table(columns: columns)
    for workload in comparison.workloads {
      table.append(
        [workload.name] + workload.cells.map { text($0, in: workload, comparison) }
          + [percent(workload.twin?.noiseFloor)])
    }
    let common = comparison.overall.first?.workloads ?? 0
    table.append(["geometric mean (\(common) workloads)"] + comparison.overall.map(geometricMean) + [""])
    table.append(
      ["workloads won"] + comparison.overall.map { "\($0.won) of \(comparison.workloads.count)" } + [""])
    return table
  }

  private static func text(_ cell: Cell, in workload: Comparison.Workload, _ comparison: Comparison) -> String
  {
    guard let throughput = cell.throughput else { return cell.state.rawValue }
    let star = workload.winner == cell.framework ? " ★" : ""
    let rate = Figures.count(Int(throughput.mean.rounded()))
    guard let pair = workload.pairs.first(where: { $0.a == cell.framework && $0.b == comparison.reference })
    else {
      return rate + star
    }
    return "\(rate)  \(text(pair))\(star)"
  }

  /// A ratio to the reference with its interval and the mark of its verdict.
  static func text(_ pair: Pair) -> String {
    let interval = pair.interval.map { " [\(Figures.fixed($0.low, 2)), \(Figures.fixed($0.high, 2))]" } ?? ""
    return "\(Figures.ratio(pair.ratio))\(interval) \(mark(pair.verdict))"
  }

  /// The ratio of a geometric mean with its interval.
  static func geometricMean(_ row: Comparison.Overall) -> String {
    guard let ratio = row.ratio else { return "n/a" }
    let interval = row.interval.map { " [\(Figures.fixed($0.low, 2)), \(Figures.fixed($0.high, 2))]" } ?? ""
    return Figures.ratio(ratio) + interval
  }
}
