import Analysis
import Record

/// The part of the Markdown report about latency at equal offered rates.
extension MarkdownSections {
  static func latency(_ comparison: Comparison, _ run: Run) -> String? {
    guard let latency = comparison.latency, let half = run.plan.latency else { return nil }
    return """
      ## Latency at equal offered rates

      \(LatencyMatrix.table(latency, comparison).markdown)
      \(LatencyMatrix.legend(latency, comparison).joined(separator: "  \n"))

      After the capacity of all frameworks was known, \(latency.method.blocks) more blocks offered all of them the same requests, due by a
      schedule whatever the server did: \(rates(half)). Each rate was measured for \(Figures.short(half.durationSeconds)) s, or longer until \(Percentiles.requestsForP99) requests were due, after
      \(Figures.short(half.warmupSeconds)) s of closed load with which each workload began in a fresh process. *Corrected* latency counts from when a
      request was due; *uncorrected* from when it was written, as a client reports that waits its turn: a server that stalls hides
      that from it. An observation is one block's corrected p99; the analysis is that of the throughput, with a family of its own.

      \(latency.points.map { point($0, comparison) }.joined(separator: "\n"))
      """
  }

  private static func rates(_ half: Plan.Latency) -> String {
    if let shares = half.shares {
      let list = shares.map { Figures.fixed($0 * 100, 0) + " %" }.joined(separator: " and ")
      return "\(list) of the slowest framework's capacity under the workload"
    }
    return (half.rates ?? []).map { Figures.short($0) }.joined(separator: " and ") + " requests/s"
  }

  private static func point(_ point: LatencyComparison.Point, _ comparison: Comparison) -> String {
    let columns = ["p50", "p90", "p95", "p99", "p99.9", "max"]
    var table = Table(
      columns: [("rank", .right), ("framework", .left), ("latency", .left)] + columns.map { ($0, .right) })
    for cell in point.allCells {
      let rank = point.ranks[cell.framework].map(String.init) ?? "–"
      guard cell.corrected != nil else {
        table.append([rank, cell.framework, cell.state.rawValue] + columns.map { _ in "n/a" })
        continue
      }
      table.append([rank, cell.framework, "corrected"] + texts(cell.corrected))
      table.append(["", "", "uncorrected"] + texts(cell.uncorrected))
    }
    let pairs = point.pairs.map(sentence).joined(separator: "\n")
    return "### \(LatencyMatrix.title(point))\n\n\(table.markdown)\n\(pairs)\n"
      + twin(point.twin, delta: point.delta, reference: comparison.reference)
  }

  private static func texts(_ latency: Percentiles?) -> [String] {
    [latency?.p50, latency?.p90, latency?.p95, latency?.p99, latency?.p999, latency?.maximum].map {
      $0.map { Figures.time(Double($0)) } ?? "n/a"
    }
  }
}
