package import Contract
package import LoadEngine
package import Platform
package import Record

/// Drives a workload's requests at an app, and judges what came back.
package struct LoadDriver {
  /// A workload with the requests that stand for it in a run.
  package struct Prepared: Sendable {
    package let workload: Workload
    package let requests: [WorkloadRequest]

    package init(_ workload: Workload, variants: Int, seed: UInt64) {
      self.workload = workload
      requests = workload.requests(seed: seed, count: variants)
    }
  }

  /// At most so many answers per window are compared in full.
  private static let canaries = CanaryPlan(stride: 5, maximumCount: 64, maximumBytes: 8 << 20)

  package let settings: Plan.Load

  /// Drives with these settings.
  package init(settings: Plan.Load) { self.settings = settings }

  /// Requests that are due whatever the app does.
  package struct Offered {
    /// Requests per second.
    let rate: Double
    /// The seed of a Poisson process; nil: evenly spread.
    let poissonSeed: UInt64?
  }

  /// Loads the app at `address` for `seconds`, or until `stop` is raised: in an open loop when requests are `offered`, with
  /// the kernel's word of when answers came. `progress` is told how far it is, and when it is over, whatever its end.
  package func drive(
    _ prepared: Prepared, at address: SocketAddress, seconds: Double, offered: Offered? = nil, stop: StopFlag,
    progress: LoadProgress? = nil
  ) async throws -> LoadFigures {
    defer { progress?.end() }
    let host = "\(address)"
    let pacing = offered.map {
      Pacing.open(Arrivals(.constant($0.rate), $0.poissonSeed.map { .poisson(seed: $0) } ?? .even))
    }
    var spec = LoadSpec(
      LoadShape(
        target: address, connections: settings.connections, pacing: pacing ?? .closed,
        cpus: settings.generatorCPUs, duration: .seconds(seconds),
        requestTimeout: .seconds(settings.timeoutSeconds)))
    spec.poller = settings.poller.flatMap { PollerChoice(rawValue: $0) } ?? .auto
    spec.canaries = Self.canaries
    spec.stampsReceives = offered != nil
    spec.slowestRequests = SlowRequests.limit
    spec.progress = progress
    let requests = prepared.requests.map { PreparedRequest(bytes: $0.httpBytes(host: host)) }
    let result = try await LoadEngine.running(spec, sending: requests, stop: stop)
    var figures = LoadFigures(
      result, isOpenLoop: offered != nil, canaries: judge(result.canaries, against: prepared))
    figures.kernelStampedReads = spec.stampsReceives ? result.stampedReads : nil
    return figures
  }

  private func judge(_ answers: [CapturedAnswer], against prepared: Prepared) -> LoadFigures.Canaries {
    let differences = answers.compactMap { answer in
      prepared.requests[answer.variant].difference(status: answer.status, body: answer.body)
    }
    return LoadFigures.Canaries(
      checked: answers.count, wrong: differences.count, firstDifference: differences.first)
  }
}

extension LoadFigures {
  package init(_ result: LoadResult, isOpenLoop: Bool = false, canaries: Canaries) {
    let errors = ErrorLedger.Kind.allCases.map { ("\($0)", result.errors[$0]) }.filter { $0.1 > 0 }
    self.init(
      windowNanoseconds: Int(result.windowNanoseconds), sent: result.sent, answered: result.answered,
      answeredInWindow: result.answeredInWindow, unfinished: result.unfinished,
      errors: Dictionary(uniqueKeysWithValues: errors), bytesSent: result.bytesSent,
      bytesReceived: result.bytesReceived, latency: result.latency,
      openLoop: isOpenLoop
        ? OpenLoop(
          unsent: result.unsent, lateness: result.lateness, uncorrectedLatency: result.uncorrectedLatency)
        : nil,
      canaries: canaries,
      generator: Generator(
        cpuUserNanoseconds: Int(result.generator.cpuUserNanoseconds),
        cpuSystemNanoseconds: Int(result.generator.cpuSystemNanoseconds),
        blockedNanoseconds: Int(result.generator.blockedNanoseconds),
        runQueueNanoseconds: result.generator.runQueueNanoseconds.map { Int($0) },
        threads: result.workers.count, poller: result.pollerName))
    firstProblem =
      result.tls?.problem ?? result.firstConnectError.map { "cannot \($0)" }
      ?? result.firstMalformation.map { "an answer that is not HTTP: \($0)" }
    slowest = result.slowest.isEmpty ? nil : SlowRequests(result)
  }
}

extension SlowRequests {
  /// The slowest hundredth of a load's answered requests.
  package init(_ result: LoadResult) {
    let start = result.windowStartNanoseconds
    self.init(
      startNanoseconds: Int(start),
      requests: result.slowest.prefix(Self.count(of: result.answered)).map {
        Request(
          due: Int($0.dueNanoseconds - start), sent: Int($0.sentNanoseconds - start),
          end: Int($0.endNanoseconds - start), connection: Int($0.connection), variant: Int($0.variant))
      })
  }
}
