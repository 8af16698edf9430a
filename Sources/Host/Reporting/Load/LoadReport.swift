package import Record
import Statistics

/// What a load on one URL measured, as text.
package enum LoadReport {
  private static let percents = [50.0, 90, 99, 99.9, 99.99]

  /// The final report.
  package static func text(_ load: LoadFigures, style: TerminalStyle) -> String {
    TerminalRenderer(style).text(document(load))
  }

  static func document(_ load: LoadFigures) -> Document {
    Document(
      [.notes(([answers(load)] + due(load)).map { Text($0) }), .table(percentiles(load))]
        + (LatencyBars.chart(load.latency).map { [.chart($0)] } ?? [])
        + [.notes(([errors(load)] + connections(load) + [generator(load)]).map { Text($0) })])
  }

  private static func answers(_ load: LoadFigures) -> String {
    let seconds = Double(load.windowNanoseconds) / 1e9
    func perSecond(_ bytes: Int) -> String { Figures.bytes(Double(bytes) / max(seconds, 1e-9)) + "/s" }
    return
      "\(Figures.count(load.answered)) answers in \(Figures.short(seconds)) s: \(Figures.count(Int(load.requestsPerSecond.rounded()))) requests/s, \(perSecond(load.bytesReceived)) received, \(perSecond(load.bytesSent)) sent"
  }

  private static func due(_ load: LoadFigures) -> [String] {
    guard let open = load.openLoop else { return [] }
    let late = open.lateness.percentile(99).map { Figures.time(Double($0)) } ?? "n/a"
    let keptUp = open.unsent == 0 ? "" : "; the offered rate was not reached"
    return [
      "\(Figures.count(load.sent + open.unsent)) requests were due, \(Figures.count(open.unsent)) of them never sent\(keptUp); 99 % were sent within \(late) of their time"
    ]
  }

  private static func percentiles(_ load: LoadFigures) -> Table {
    var table = Table(
      columns: [("latency", .left), ("mean", .right)] + percents.map { ("p\(plain($0))", .right) } + [
        ("max", .right)
      ])
    func row(_ name: String, _ histogram: Histogram, censored: Int = 0) -> [String] {
      let mean = histogram.mean.map { Figures.time($0, isLowerBound: censored > 0) }
      return [name, mean ?? "n/a"]
        + (percents + [100]).map { percent in
          histogram.percentile(percent, unsent: UInt64(censored)).map {
            Figures.time(Double($0.bound), isLowerBound: $0.isLowerBound)
          } ?? "n/a"
        }
    }
    guard let open = load.openLoop else {
      table.append(row("from the write", load.latency))
      return table
    }
    table.append(row("from when it was due", load.latency, censored: load.censored))
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

  private static func connections(_ load: LoadFigures) -> [String] {
    let pipelined = load.pipelineDepth.map {
      "pipelined: \($0) requests at once on a connection; latency counts from their common write"
    }
    return [load.address.map { "server: \($0)" }, pipelined, load.tls.map(text)].compactMap(\.self)
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
    let stamped = load.kernelStampedReads.map { "; \(Figures.count($0)) reads have the kernel's time" } ?? ""
    return
      "generator: \(each) of CPU per request, \(Figures.wholePercent(load.generatorUtilisation)) of \(Figures.count(generator.threads, "thread")), \(generator.poller)\(stamped)"
  }

  private static func plain(_ percent: Double) -> String {
    percent == percent.rounded() ? String(Int(percent)) : String(percent)
  }
}
