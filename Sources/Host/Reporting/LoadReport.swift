import Glibc
package import Record
import Statistics

/// What a load on one URL measured, as text.
package enum LoadReport {
  private static let percents = [50.0, 90, 99, 99.9, 99.99]

  /// The final report.
  package static func text(_ load: LoadFigures) -> String {
    let seconds = Double(load.windowNanoseconds) / 1e9
    let window = "\(Figures.short(seconds)) s"
    var lines = [
      "\(Figures.count(load.answered)) answers in \(window): \(Figures.count(Int(load.requestsPerSecond.rounded()))) "
        + "requests/s, \(size(Double(load.bytesReceived) / max(seconds, 1e-9)))/s received, "
        + "\(size(Double(load.bytesSent) / max(seconds, 1e-9)))/s sent"
    ]
    lines += open(load)
    lines.append("\n" + percentiles(load).plain())
    lines.append(Distribution.text(load.latency))
    lines.append(errors(load))
    if let depth = load.pipelineDepth {
      lines.append(
        "pipelined: \(depth) requests at once on a connection; latency counts from their common write")
    }
    if let tls = load.tls { lines.append(text(tls)) }
    lines.append(generator(load))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func open(_ load: LoadFigures) -> [String] {
    guard let open = load.openLoop else { return [] }
    let due = load.sent + open.unsent
    let late = open.lateness.percentile(99).map { Figures.time(Double($0)) } ?? "n/a"
    let keptUp = open.unsent == 0 ? "" : "; the offered rate was not reached"
    return [
      "\(Figures.count(due)) requests were due, \(Figures.count(open.unsent)) of them never sent\(keptUp); "
        + "99 % were sent within \(late) of their time"
    ]
  }

  private static func percentiles(_ load: LoadFigures) -> Table {
    var table = Table(
      columns: [("latency", .left), ("mean", .right)] + percents.map { ("p\(plain($0))", .right) } + [
        ("max", .right)
      ])
    func row(_ name: String, _ histogram: Histogram) -> [String] {
      let values = [histogram.mean] + percents.map { histogram.percentile($0).map { Double($0) } }
      return [name] + (values + [histogram.maximum.map { Double($0) }]).map { $0.map(Figures.time) ?? "n/a" }
    }
    guard let open = load.openLoop else {
      table.append(row("from the write", load.latency))
      return table
    }
    table.append(row("from when it was due", load.latency))
    table.append(row("from the write", open.uncorrectedLatency))
    table.append(row("lateness of the write", open.lateness))
    return table
  }

  private static func errors(_ load: LoadFigures) -> String {
    let kinds = load.errors.sorted { $0.key < $1.key }.map { "\(Figures.count($0.value)) \($0.key)" }
    let unfinished =
      load.unfinished == 0 ? [] : ["\(Figures.count(load.unfinished)) without an answer at the end"]
    let all = kinds + unfinished
    let reason = load.firstProblem.map { "; the first: \($0)" } ?? ""
    return "errors: " + (all.isEmpty ? "none" : all.joined(separator: ", ")) + reason
  }

  private static func text(_ tls: LoadFigures.TLS) -> String {
    let unknown = tls.handshakes == 0 ? "no handshake succeeded" : "version not told"
    let suite = [tls.version, tls.cipher].compactMap(\.self).joined(separator: ", ")
    return
      "TLS: \(suite.isEmpty ? unknown : suite), \(Figures.count(tls.handshakes)) handshakes, "
      + "\(Figures.count(tls.resumed)) of them resumed, certificate \(tls.isVerified ? "" : "not ")checked"
  }

  private static func generator(_ load: LoadFigures) -> String {
    let generator = load.generator
    let cpu = Double(generator.cpuUserNanoseconds + generator.cpuSystemNanoseconds)
    let each = load.answered == 0 ? "n/a" : Figures.time(cpu / Double(load.answered))
    let busy = Int((100 * load.generatorUtilisation).rounded())
    return
      "generator: \(each) of CPU per request, \(busy) % of \(generator.threads) thread\(generator.threads == 1 ? "" : "s"), "
      + "\(generator.poller)"
      + (load.kernelStampedReads.map { "; \(Figures.count($0)) reads have the kernel's time" } ?? "")
  }

  private static func size(_ bytes: Double) -> String {
    switch bytes {
    case ..<1e3: Figures.short(bytes) + " B"
    case ..<1e6: Figures.short(bytes / 1e3) + " kB"
    case ..<1e9: Figures.short(bytes / 1e6) + " MB"
    default: Figures.short(bytes / 1e9) + " GB"
    }
  }

  private static func plain(_ percent: Double) -> String {
    percent == percent.rounded() ? String(Int(percent)) : String(percent)
  }
}

/// A histogram as bars.
private enum Distribution {
  private static let rows = 12
  private static let width = 50.0

  /// Bars over ranges that grow by an equal factor, from the fastest to the slowest hundredth of a percent.
  static func text(_ histogram: Histogram) -> String {
    guard let low = histogram.percentile(0.01), let high = histogram.percentile(99.99),
      let last = histogram.maximum
    else { return "" }
    let factor = pow(Double(max(high, low + 1)) / Double(max(low, 1)), 1 / Double(rows))
    var bounds = (1..<rows).map { Double(max(low, 1)) * pow(factor, Double($0)) }
    bounds.append(Double(last))
    var counts = [UInt64](repeating: 0, count: rows)
    for entry in histogram.entries {
      counts[bounds.firstIndex { Double(entry.lowestValue) <= $0 } ?? rows - 1] += entry.count
    }
    let most = Double(counts.max() ?? 1)
    var table = Table(columns: [("up to", .right), ("answers", .right), ("", .left)])
    for (bound, count) in zip(bounds, counts) {
      let bar = String(repeating: "█", count: Int((width * Double(count) / most).rounded()))
      table.append([Figures.time(bound), Figures.count(Int(count)), bar])
    }
    return table.plain()
  }
}
