package import Record
import Statistics

/// What a load on one URL measured, as text.
package enum LoadReport {
  private static let percents = [50.0, 90, 99, 99.9, 99.99].map(Percentile.init)

  /// The final report.
  package static func text(_ load: LoadFigures, style: TerminalStyle) -> String {
    TerminalRenderer(style).text(document(load))
  }

  static func document(_ load: LoadFigures) -> Document {
    Document(
      [
        .notes((came(load) + statuses(load) + due(load)).map { Text($0) }), .table(percentiles(load)),
      ] + untold(load).map { .notes([Text($0)]) }
        + (LatencyBars.chart(load.latency).map { [.chart($0)] } ?? [])
        + [
          .notes(
            ([errors(load)] + connections(load) + sockets(load) + [generator(load)]).map { Text($0) })
        ])
  }

  /// How much came.
  private static func came(_ load: LoadFigures) -> [String] {
    if let streams = load.streams { return came(load, streams) }
    return [
      amount(
        load, load.answered, inWindow: load.answeredInWindow, one: "answer", each: counted(load).noun)
    ]
  }

  /// So many of something in the window and after it, and how many of what per second.
  static func amount(
    _ load: LoadFigures, _ count: Int, inWindow: Int, one: String, each: String
  ) -> String {
    let seconds = Double(load.windowNanoseconds) / 1e9
    func perSecond(_ count: Int) -> Double { Double(count) / max(seconds, 1e-9) }
    let late = count == inWindow ? "" : ", \(Figures.count(count - inWindow)) of them after it"
    let (received, sent) = (perSecond(load.bytesReceived), perSecond(load.bytesSent))
    return
      "\(Figures.count(count, one)) in \(Figures.short(seconds)) s\(late): \(Figures.rate(perSecond(inWindow))) \(each)s/s, \(Figures.bytes(received))/s received, \(Figures.bytes(sent))/s sent"
  }

  private static func statuses(_ load: LoadFigures) -> [String] {
    guard let statuses = load.statuses, !statuses.isEmpty else { return [] }
    let counts = statuses.sorted { $0.key < $1.key }.map { "\($0.key): \(Figures.count($0.value))" }
    let redirected = statuses.keys.contains { (300...399).contains($0) && $0 != 304 }
    let followed =
      switch (redirected, load.followsRedirects ?? false) {
      case (false, _): ""
      case (true, true): "; redirects were followed as far as they lead to the same server"
      case (true, false): "; redirects were not followed, which --follow does"
      }
    return ["answers by status: " + counts.joined(separator: ", ") + followed]
  }

  private static func due(_ load: LoadFigures) -> [String] {
    let cut = load.requestsAsked.flatMap { asked in
      load.isCutShort
        ? "only \(Figures.count(load.sent)) of \(Figures.count(asked, "request")) were sent before the end; without --duration none is left out"
        : nil
    }
    return [cut, load.openLoop.map { due(load, $0) }].compactMap(\.self)
  }

  private static func due(_ load: LoadFigures, _ open: LoadFigures.OpenLoop) -> String {
    let late =
      Percentile(99).of(open.lateness).map {
        "99 % were sent within \(Figures.time(Double($0.bound))) of their time"
      }
      ?? open.lateness.maximum.map { "all others were sent within \(Figures.time(Double($0))) of their time" }
    let keptUp = open.unsent == 0 ? "" : "; the offered rate was not reached"
    return
      "\(Figures.count(load.sent + open.unsent)) requests were due, \(Figures.count(open.unsent)) of them never sent\(keptUp)\(late.map { "; " + $0 } ?? "")"
  }

  private static func percentiles(_ load: LoadFigures) -> Table {
    var table = Table(
      columns: [("latency", .left), ("mean", .right)] + percents.map { ($0.name, .right) } + [
        ("max", .right)
      ])
    for time in times(load) {
      let mean = time.histogram.mean.map { Figures.time($0, isLowerBound: time.censored > 0) }
      table.append(
        [time.name, mean ?? "n/a"]
          + (percents + [Percentile(100)]).map { percentile in
            percentile.of(time.histogram, censored: time.censored).map {
              Figures.time(Double($0.bound), isLowerBound: $0.isLowerBound)
            } ?? "n/a"
          })
    }
    return table
  }

  /// Times that have percentiles.
  struct Times {
    let name: String
    let histogram: Histogram
    /// So many more took longer.
    var censored = 0
  }

  private static func times(_ load: LoadFigures) -> [Times] {
    if let streams = load.streams { return times(load, streams) }
    let handshakes = load.webSocket.map { [Times(name: "handshake", histogram: $0.handshakes)] } ?? []
    guard let open = load.openLoop else {
      return [Times(name: "from the write", histogram: load.latency)] + handshakes
    }
    return [
      Times(name: "from when it was due", histogram: load.latency, censored: load.censored),
      Times(name: "from the write", histogram: open.uncorrectedLatency),
      Times(name: "lateness of the write", histogram: open.lateness),
    ] + handshakes
  }

  /// Why percentiles are missing; nothing without any time.
  private static func untold(_ load: LoadFigures) -> [String] {
    let counts = times(load).map { Int($0.histogram.count) + $0.censored }
    let count = (load.streams == nil ? counts.first : counts.filter { $0 > 0 }.min()) ?? 0
    let missing = percents.filter { count > 0 && count < $0.fewest }
    guard !missing.isEmpty else { return [] }
    let needs = missing.map { "\($0.name) \(Figures.count($0.fewest))" }.joined(separator: ", ")
    return [
      "n/a: a percentile needs so many requests that three are slower: \(needs); there were \(Figures.count(count))"
    ]
  }

  private static func errors(_ load: LoadFigures) -> String {
    let kinds = load.errors.sorted { $0.key < $1.key }.map {
      "\(Figures.count($0.value)) \(ErrorKind.words($0.key))"
    }
    let begun = load.begun.map { " (\(Figures.count($0)) had begun)" } ?? ""
    let unfinished =
      load.unfinished == (load.streams?.open ?? 0)
      ? []
      : [
        "\(Figures.count(load.unfinished - (load.streams?.open ?? 0))) without an answer at the end\(begun), which no latency tells of"
      ]
    let all = kinds + unfinished
    return "errors: " + (all.isEmpty ? "none" : all.joined(separator: ", "))
  }

  private static func connections(_ load: LoadFigures) -> [String] {
    let connected = load.connections.map {
      "connections: \(Figures.count($0.open)) of \(Figures.count($0.asked)) were open, \(Figures.count($0.failedAttempts, "attempt")) to connect failed"
    }
    let resent = load.resent.map {
      "sent again: \(Figures.count($0, "request")), whose reused connection the server had closed before any byte of the answer"
    }
    let surplus = load.surplusBytes.map {
      "unasked: \(Figures.count($0, "byte")) came after all that was asked for"
    }
    let pipelined = load.pipelineDepth.map {
      "pipelined: \($0) requests at once on a connection; latency counts from their common write"
    }
    let address = load.address.map { "server: \($0)" }
    let problem = load.firstProblem.map { "the first problem: \($0)" }
    return [address, connected, resent, surplus, problem, pipelined, load.tls.map(text)].compactMap(\.self)
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
    let (count, noun) = counted(load)
    let each = count == 0 ? "n/a" : Figures.time(cpu / Double(count))
    let stamped = load.kernelStampedReads.map { "; \(Figures.count($0)) reads have the kernel's time" } ?? ""
    return
      "generator: \(each) of CPU per \(noun), \(Figures.wholePercent(load.generatorUtilisation)) of \(Figures.count(generator.threads, "thread")), \(generator.poller)\(stamped)"
  }
}
