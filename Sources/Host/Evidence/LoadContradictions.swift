import Record
import Statistics

extension LoadFigures {
  /// What cannot be so in the figures of a window. Every request ends in one way, and every answer has a
  /// latency.
  var contradictions: [String] {
    // Far above what can be measured, and low enough for the sums of all trials.
    let limit = 1 << 48
    let figures =
      [
        ("windowNanoseconds", windowNanoseconds), ("sent", sent), ("answered", answered),
        ("answeredInWindow", answeredInWindow), ("untimed", untimed),
        ("untimedNanoseconds", untimedNanoseconds), ("unfinished", unfinished),
        ("overhangNanoseconds", overhangNanoseconds), ("openNanoseconds", openNanoseconds),
        ("bytesSent", bytesSent),
        ("bytesReceived", bytesReceived), ("canaries.checked", canaries.checked),
        ("canaries.wrong", canaries.wrong), ("generator.cpuUserNanoseconds", generator.cpuUserNanoseconds),
        ("generator.cpuSystemNanoseconds", generator.cpuSystemNanoseconds),
        ("openLoop.unsent", openLoop?.unsent ?? 0),
      ] + errors.map { ("errors.\($0.key)", $0.value) }
    let wild = figures.filter { !(0...limit).contains($0.1) }.map { "\($0.0) is out of range" }
    guard wild.isEmpty else { return wild }
    guard (1...4096).contains(generator.threads) else { return ["generator.threads is out of range"] }
    guard windowNanoseconds > 0, requestsPerSecond < 1e12 else {
      return ["the window is too short for \(answeredInWindow) answers"]
    }
    guard areSlices(windowNanoseconds) else { return ["the slices are not those of the window"] }
    let ended = answered + errorCount + unfinished
    return [
      sent == ended ? nil : "\(sent) requests were sent, but \(ended) ended or were left",
      answeredInWindow <= answered
        ? nil : "\(answeredInWindow) answers in the window are more than \(answered)",
      Self.counts(latency, answered - untimed, "latency"),
      sessions == nil ? openLoop.flatMap { Self.counts($0.lateness, sent, "lateness") } : nil,
      openLoop.flatMap { Self.counts($0.uncorrectedLatency, answered, "uncorrected latency") },
      canaries.wrong <= canaries.checked && (sessions != nil || canaries.checked <= sent)
        && (canaries.wrong > 0) == (canaries.firstDifference != nil)
        ? nil : "\(canaries.wrong) wrong of \(canaries.checked) canaries cannot be",
      sessions == nil ? parts.flatMap(contradiction) : nil, held.flatMap(contradiction),
      sessions.flatMap(contradiction),
      slowest.map { isTail($0) } ?? true
        ? nil : "the slowest requests are not those of the latency histogram",
    ].compactMap(\.self)
  }

  /// What cannot be so in the parts of a load, which are together all of it.
  private func contradiction(_ parts: [Part]) -> String? {
    let counts = parts.map { [$0.sent, $0.answered, $0.answeredInWindow, Int($0.latency.count)] }
    let isSound = counts.allSatisfy { $0[1] <= $0[0] && $0[2] <= $0[1] && $0[3] <= $0[1] && $0[2] >= 0 }
    let sums = (0..<4).map { place in counts.reduce(0) { $0 + $1[place] } }
    var latency = Histogram()
    for part in parts { latency.merge(part.latency) }
    guard !parts.isEmpty, isSound, sums == [sent, answered, answeredInWindow, answered - untimed],
      latency == self.latency
    else { return "the parts of the load are not all of it" }
    return nil
  }

  /// What cannot be so in what users did, whose steps are the parts.
  private func contradiction(_ sessions: Sessions) -> String? {
    let limit = 1 << 48
    let numbers = [
      sessions.begun, sessions.preparationNanoseconds, sessions.sent, sessions.answered,
      sessions.answeredInWindow, sessions.retries,
    ]
    let steps = (parts ?? []).allSatisfy {
      $0.answered <= $0.sent && $0.answeredInWindow <= $0.answered && $0.latency.count == UInt64($0.answered)
    }
    let answered = (parts ?? []).reduce(0) { $0 + $1.answered }
    let isSound =
      numbers.allSatisfy((0...limit).contains) && sessions.answered <= sessions.sent
      && sessions.answeredInWindow <= sessions.answered && answered <= sessions.answered
      && openLoop?.lateness.count ?? 0 <= UInt64(sessions.sent)
      && (sessions.requestsUnderWay.map { $0.isFinite && $0 >= 0 } ?? true)
    return steps && isSound ? nil : "what users did is not what their steps are"
  }

  /// What cannot be so in connections that were held.
  private func contradiction(_ held: Held) -> String? {
    let numbers = [
      held.lost, held.items, held.misplaced, held.cpuNanoseconds, held.generatorBytes ?? 0,
      held.memoryBefore?.bytes ?? 0,
    ]
    let isSound =
      (1...1 << 22).contains(held.asked) && numbers.allSatisfy((0...1 << 48).contains)
      && (windowNanoseconds...1 << 48).contains(held.heldNanoseconds) && held.misplaced <= held.items
      && held.gaps.count <= held.items
    return isSound ? nil : "the connections that were held are out of range"
  }

  /// Whether slices follow each other and add up to the window.
  private func areSlices(_ window: Int) -> Bool {
    guard let first = slices.first else { return true }
    let times = 0..<1 << 48
    return first.start == 0 && slices.allSatisfy { times.contains($0.start) && times.contains($0.length) }
      && zip(slices, slices.dropFirst()).allSatisfy { $0.end <= $1.start }
      && slices.reduce(0) { $0 + $1.length } == window
  }

  private func isTail(_ slowest: SlowRequests) -> Bool {
    let requests = slowest.requests
    return (0..<1 << 62).contains(slowest.startNanoseconds)
      && requests.count == SlowRequests.count(of: sessions?.answered ?? answered - untimed)
      && (sessions != nil || requests.map { UInt64($0.end - $0.due) }.max() == latency.maximum)
  }

  private static func counts(_ histogram: Histogram, _ expected: Int, _ name: String) -> String? {
    guard histogram.maximum ?? 0 <= UInt64(Int.max) else { return "a \(name) is out of range" }
    return histogram.count == expected
      ? nil : "the \(name) histogram has \(histogram.count) values for \(expected) requests"
  }
}
