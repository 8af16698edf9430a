import AdapterProtocol
import Analysis
import Record
import Statistics

extension StoredRun {
  /// What cannot be so in the records of a run, a line for each contradiction; empty for every run that
  /// harness measured.
  ///
  /// A run without any can be analysed: the analysis relies on what is checked here.
  package var contradictions: [String] {
    let plan = run.plan.contradictions.map { "run.json: \($0)" }
    guard plan.isEmpty else { return plan }
    let lines = trials.enumerated().flatMap { index, trial in
      trial.contradictions(in: run.plan).map { "trials.jsonl line \(index + 1): \($0)" }
    }
    guard lines.isEmpty else { return lines + [order].compactMap(\.self) }
    return [order, rates].compactMap(\.self) + ends + seriesContradictions
  }

  /// Trials take place in the order of the schedule, without those that verification refused and those that
  /// precision left out, and a complete run has all of them; nil when it is so.
  private var order: String? {
    func place(_ block: Int, _ framework: String, _ workload: String, _ rate: Double?) -> String {
      "block \(block) of \(framework) under \(workload)" + (rate.map { " at \($0)/s" } ?? "")
    }
    let plan = run.plan
    let refused = run.conformance.filter { !$0.passed }
    func places(_ sessions: [Plan.Session], _ rates: (String) -> [Double?]) -> [String] {
      sessions.flatMap { session in
        session.workloads.filter { workload in
          !refused.contains {
            $0.framework == plan.original(of: session.framework) && ($0.workload ?? workload) == workload
          }
        }.flatMap { workload in
          rates(workload).map { place(session.block, session.framework, workload, $0) }
        }
      }
    }
    func done(_ schedule: [Plan.Session], _ half: RunHalf) -> [Plan.Session] {
      let blocks = Set(schedule.map(\.block)).filter { $0 < run.end(of: half)?.blocks ?? .max }
      let chosen = Dictionary(uniqueKeysWithValues: blocks.map { ($0, workloads(of: half, inBlock: $0)) })
      return schedule.compactMap { session in chosen[session.block].map { session.only($0.contains) } }
    }
    let offered = run.offered ?? []
    let expected =
      places(done(plan.schedule, .capacity)) { _ in [nil] }
      + places(done(plan.latency?.schedule ?? [], .latency)) { name in
        offered.first { $0.workload == name }?.rates ?? []
      }
    let found = trials.map { place($0.block, $0.framework, $0.workload, $0.offeredRate) }
    let same = zip(expected, found).prefix { $0 == $1 }.count
    guard same == found.count, same == expected.count || run.outcome != .complete else {
      let what = { (places: [String]) in same < places.count ? places[same] : "the end" }
      return "trials.jsonl line \(same + 1): it is \(what(found)), where the schedule has \(what(expected))"
    }
    return nil
  }
}

extension StoredRun {
  /// The rates of the latency half follow from the capacity half; nil when they do.
  private var rates: String? {
    guard let offered = run.offered else {
      return run.outcome == .complete && run.plan.latency != nil ? "run.json: it has no offered rates" : nil
    }
    return offered == OfferedRates.all(for: run.plan, from: trials)
      ? nil : "run.json: the offered rates do not follow from the trials"
  }
}

extension Plan {
  /// What cannot be so in a plan.
  fileprivate var contradictions: [String] {
    let (names, workloadNames) = (frameworks.map(\.name), workloads.map(\.name))
    guard (1...1000).contains(rounds), (1...1000).contains(latency?.rounds ?? 1) else {
      return ["\(rounds) blocks cannot be planned"]
    }
    func isWhole(_ schedule: [Session], _ rounds: Int) -> Bool {
      let cells = schedule.flatMap { session in
        session.workloads.map { [session.framework, $0, "\(session.block)"] }
      }
      let planned = (0..<rounds).flatMap { block in
        participants.flatMap { framework in workloadNames.map { [framework.name, $0, "\(block)"] } }
      }
      return cells.count == planned.count && Set(cells) == Set(planned)
    }
    let rates = latency.map { ($0.shares ?? []) + ($0.rates ?? []) } ?? [1]
    let hasOneKind = latency.map { ($0.shares == nil) != ($0.rates == nil) } ?? true
    return [
      names.isEmpty || Set(names).count < names.count ? "it does not have frameworks that differ" : nil,
      workloadNames.isEmpty || Set(workloadNames).count < workloadNames.count
        ? "it does not have workloads that differ" : nil,
      names.contains(reference) ? nil : "the reference \(reference) is none of its frameworks",
      twin == nil || twin == frameworks.first { $0.name == reference }.map(Framework.init(twinOf:))
        ? nil : "its twin is not the reference's",
      (0...1).contains(delta) ? nil : "delta \(delta) is no share",
      isWhole(schedule, rounds) && latency.map { isWhole($0.schedule, $0.rounds) } ?? true
        ? nil : "the schedule does not have every cell once in each of \(rounds) blocks",
      hasOneKind && !rates.isEmpty && rates.allSatisfy { 0 < $0 && $0 < 1e9 }
        ? nil : "it has no rates to offer, or two kinds of them",
    ].compactMap(\.self)
  }
}

extension Trial {
  /// As many process ids as Linux has.
  private static let mostProcesses = 1 << 22

  /// What cannot be so in a trial of a plan.
  fileprivate func contradictions(in plan: Plan) -> [String] {
    (warmup?.contradictions ?? []).map { "warm-up: \($0)" } + (load?.contradictions ?? [])
      + ((load == nil) == (failure == nil) ? ["it must have either a load or a failure"] : [])
      + (load.map { $0.windowNanoseconds > 0 && $0.requestsPerSecond < 1e12 } ?? true
        ? [] : ["the window is too short for \(load?.answeredInWindow ?? 0) answers"])
      + (Set(metrics.keys).isDisjoint(with: unavailable?.flatMap(\.metrics) ?? [])
        ? [] : ["a metric is both there and missing"])
      + ((1...Self.mostProcesses).contains(vanished ?? 1)
        ? [] : ["\(vanished ?? 0) processes cannot have ended"])
      + (system?.contradictions ?? []) + warmupContradictions(plan.load) + gateContradictions(plan)
  }

  /// A warm-up ends where it is first steady, or at its limit.
  private func warmupContradictions(_ load: Plan.Load) -> [String] {
    guard let steadyState else { return [] }
    let (rule, rates) = (load.warmup, steadyState.requestsPerSecond)
    let ends = [0] + steadyState.endNanoseconds
    guard load.steadyVariation != nil, (1...rule.maximumWindows).contains(rates.count),
      rates.allSatisfy({ (0..<1e12).contains($0) }), ends.count == rates.count + 1,
      zip(ends, ends.dropFirst()).allSatisfy({ $0 < $1 })
    else { return ["the warm-up's windows cannot be"] }
    let isOver = rates.count == rule.maximumWindows || rule.steadyStart(of: rates) != nil
    guard steadyState.steadyFrom == rule.steadyStart(of: rates), isOver,
      rule.steadyStart(of: Array(rates.dropLast())) == nil
    else { return ["the steady state does not follow from the warm-up's windows"] }
    return []
  }

  /// Readings follow from the figures.
  private func gateContradictions(_ plan: Plan) -> [String] {
    guard let gates, load?.contradictions.isEmpty != false, system?.contradictions.isEmpty != false else {
      return []
    }
    let follows = load.map { GateReading.all(of: $0, system, connections: plan.load.connections) }
    let differing = (follows ?? []).first { !gates.contains($0) }
    return follows == gates
      ? [] : ["the gate \(differing?.gate ?? gates.first?.gate ?? "errors") does not follow from the figures"]
  }
}

extension SystemUse {
  /// What cannot be so beside a window.
  fileprivate var contradictions: [String] {
    let limit = 1 << 48
    let figures = [stolenNanoseconds, otherCPUNanoseconds, portsTaken, ports].compactMap(\.self)
    return (1...limit).contains(elapsedNanoseconds) && (1...4096).contains(processors)
      && figures.allSatisfy { (0...limit).contains($0) }
      ? [] : ["what the machine did is out of range"]
  }
}

extension LoadFigures {
  /// What cannot be so in the figures of a window. Every request ends in one way, and every answer has a
  /// latency.
  fileprivate var contradictions: [String] {
    // Far above what can be measured, and low enough for the sums of all trials.
    let limit = 1 << 48
    let figures =
      [
        ("windowNanoseconds", windowNanoseconds), ("sent", sent), ("answered", answered),
        ("answeredInWindow", answeredInWindow), ("unfinished", unfinished), ("bytesSent", bytesSent),
        ("bytesReceived", bytesReceived), ("canaries.checked", canaries.checked),
        ("canaries.wrong", canaries.wrong), ("generator.cpuUserNanoseconds", generator.cpuUserNanoseconds),
        ("generator.cpuSystemNanoseconds", generator.cpuSystemNanoseconds),
        ("openLoop.unsent", openLoop?.unsent ?? 0),
      ] + errors.map { ("errors.\($0.key)", $0.value) }
    let wild = figures.filter { !(0...limit).contains($0.1) }.map { "\($0.0) is out of range" }
    guard wild.isEmpty else { return wild }
    guard (1...4096).contains(generator.threads) else { return ["generator.threads is out of range"] }
    let ended = answered + errorCount + unfinished
    return [
      sent == ended ? nil : "\(sent) requests were sent, but \(ended) ended or were left",
      answeredInWindow <= answered
        ? nil : "\(answeredInWindow) answers in the window are more than \(answered)",
      Self.counts(latency, answered, "latency"),
      openLoop.flatMap { Self.counts($0.lateness, sent, "lateness") },
      openLoop.flatMap { Self.counts($0.uncorrectedLatency, answered, "uncorrected latency") },
      canaries.wrong <= canaries.checked && canaries.checked <= sent
        && (canaries.wrong > 0) == (canaries.firstDifference != nil)
        ? nil : "\(canaries.wrong) wrong of \(canaries.checked) canaries cannot be",
      slowest.map { isTail($0) } ?? true
        ? nil : "the slowest requests are not those of the latency histogram",
    ].compactMap(\.self)
  }

  private func isTail(_ slowest: SlowRequests) -> Bool {
    let requests = slowest.requests
    return (0..<1 << 62).contains(slowest.startNanoseconds)
      && requests.count == SlowRequests.count(of: answered)
      && requests.map { UInt64($0.end - $0.due) }.max() == latency.maximum
  }

  private static func counts(_ histogram: Histogram, _ expected: Int, _ name: String) -> String? {
    guard histogram.maximum ?? 0 <= UInt64(Int.max) else { return "a \(name) is out of range" }
    return histogram.count == expected
      ? nil : "the \(name) histogram has \(histogram.count) values for \(expected) requests"
  }
}
