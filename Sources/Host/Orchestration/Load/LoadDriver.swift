package import Contract
package import LoadEngine
package import Platform
package import Record

/// Drives with our own engine, and compares a sample of answers with what was asked.
package struct LoadDriver: LoadDriving {
  /// At most so many answers per window are compared in full.
  private static let canaries = CanaryPlan(stride: 5, maximumCount: 64, maximumBytes: 8 << 20)

  private let settings: Plan.Load
  private let poller: PollerChoice

  /// Drives with these settings, whose poller is one of the engine's.
  package init(_ settings: Plan.Load) {
    self.settings = settings
    poller =
      settings.poller.map { name in
        guard let poller = PollerChoice(rawValue: name) else {
          preconditionFailure("no poller is called \(name)")
        }
        return poller
      } ?? .auto
  }

  /// In an open loop with the kernel's word of when answers came.
  package func drive(
    _ workload: PreparedWorkload, at address: AppAddress, _ window: LoadWindow, stop: StopFlag,
    progress: LoadProgress?
  ) async throws -> LoadFigures {
    defer { progress?.end() }
    var spec = spec(at: address, window, progress)
    if let scenario = workload.workload.scenario {
      let load = ResidentLoad(scenario, seed: workload.seed, run: workload.runs.next())
      return try await load.drive(&spec, window, stop)
    }
    let isOpen = window.offer != nil
    spec.pacing = window.offer.map { .open($0.arrivals) } ?? .closed
    let result = try await run(&spec, workload, host: "\(address.socket)", stop)
    var figures = LoadFigures(
      result, isOpenLoop: isOpen, isSliced: spec.shape.slices > 1, canaries: canaries(of: result, workload))
    figures.kernelStampedReads = spec.stampsReceives ? result.stampedReads : nil
    figures.pipelineDepth = spec.pipelineDepth > 1 ? spec.pipelineDepth : nil
    if !result.parts.isEmpty {
      figures.parts = zip(workload.parts, result.parts).map { .init($1, name: $0) }
    }
    return figures
  }

  private func spec(at address: AppAddress, _ window: LoadWindow, _ progress: LoadProgress?) -> LoadSpec {
    var spec = LoadSpec(
      LoadShape(
        target: address.socket, connections: settings.connections, cpus: settings.generatorCPUs,
        duration: .seconds(window.seconds), requestTimeout: .seconds(settings.timeoutSeconds)))
    spec.restLimit = window.restSeconds.map { .seconds($0) }
    spec.poller = poller
    spec.canaries = Self.canaries
    spec.stampsReceives = window.offer != nil
    spec.slowestRequests = SlowRequests.limit
    spec.progress = progress
    spec.seat = window.seat
    spec.burdenNanoseconds = window.burdenNanoseconds
    return spec
  }

  package func hold(
    _ workload: HeldWorkload, at address: AppAddress, stop: StopFlag
  ) async throws -> any HeldConnections {
    guard workload.isRead else { return try await SlowReaders(workload, at: address, alarm: stop) }
    return try await OpenStreams(workload, at: address, settings, poller, alarm: stop)
  }

  /// Has the engine send what the workload is of.
  private func run(
    _ spec: inout LoadSpec, _ workload: PreparedWorkload, host: String, _ stop: StopFlag
  ) async throws -> LoadResult {
    func requests() -> [PreparedRequest] {
      workload.requests.map { PreparedRequest($0.http(host: host), acceptedStatuses: $0.expected.statuses) }
    }
    switch workload.workload.exchange {
    case .events(let count, _):
      spec.maximumBodyBytes = .max
      // They are all alike.
      return try await LoadEngine.running(
        spec, streaming: requests()[0], EventStreamSettings(wanted: count), stop: stop)
    case .messages(_, let isText, let underWay):
      spec.webSocket = WebSocketSettings(target: workload.requests[0].target, host: host)
      spec.pipelineDepth = spec.pacing == .closed ? underWay : 1
      return try await LoadEngine.running(
        spec, sending: workload.requests.map { PreparedMessage($0.body, isText: isText) }, areEchoed: true,
        stop: stop)
    case nil:
      let parts = workload.parts
      guard !parts.isEmpty else {
        return try await LoadEngine.running(spec, sending: requests(), stop: stop)
      }
      return try await LoadEngine.running(
        spec, sending: requests(), parts: workload.requests.map { $0.part.flatMap(parts.firstIndex) ?? 0 },
        stop: stop)
    }
  }

  /// What comparing answers with what was asked came to; of messages each one is looked at as it comes.
  private func canaries(of result: LoadResult, _ workload: PreparedWorkload) -> LoadFigures.Canaries {
    guard case .messages = workload.workload.exchange else {
      return judge(result.canaries, against: workload)
    }
    let wrong = result.errors[.wrongBody]
    return LoadFigures.Canaries(
      checked: result.answered + wrong, wrong: wrong,
      firstDifference: wrong > 0 ? "a message came back as another one" : nil)
  }

  private func judge(_ answers: [CapturedAnswer], against workload: PreparedWorkload) -> LoadFigures.Canaries
  {
    let differences = answers.compactMap { answer in
      workload.requests[answer.variant].expected.difference(
        status: answer.status, head: answer.head, body: answer.body)
    }
    return LoadFigures.Canaries(
      checked: answers.count, wrong: differences.count, firstDifference: differences.first)
  }
}

extension LoadWindow.Offer {
  /// When they are due.
  var arrivals: Arrivals {
    Arrivals(.constant(rate), poissonSeed.map { .poisson(seed: $0) } ?? .even)
  }
}

extension LoadFigures {
  package init(_ result: LoadResult, isOpenLoop: Bool = false, isSliced: Bool = false, canaries: Canaries) {
    self.init(
      result, counting: CountedWork(requestsOf: result), isOpenLoop: isOpenLoop, isSliced: isSliced,
      canaries: canaries)
    untimed = result.untimed
    untimedNanoseconds = Int(result.untimedNanoseconds)
    overhangNanoseconds = Int(result.overhangNanoseconds)
    openNanoseconds = Int(result.openNanoseconds)
    begun = result.begun.some
  }

  init(
    _ result: LoadResult, counting work: CountedWork, isOpenLoop: Bool, isSliced: Bool, canaries: Canaries
  ) {
    self.init(
      windowNanoseconds: Int(result.windowNanoseconds), sent: work.sent, answered: work.answered,
      answeredInWindow: work.answeredInWindow, unfinished: work.unfinished,
      errors: work.errors.byName, bytesSent: result.bytesSent,
      bytesReceived: result.bytesReceived, latency: work.latency,
      openLoop: isOpenLoop
        ? OpenLoop(
          unsent: work.unsent, lateness: result.lateness, uncorrectedLatency: work.uncorrectedLatency)
        : nil,
      canaries: canaries,
      generator: Generator(
        cpuUserNanoseconds: Int(result.generator.cpuUserNanoseconds),
        cpuSystemNanoseconds: Int(result.generator.cpuSystemNanoseconds),
        blockedNanoseconds: Int(result.generator.blockedNanoseconds),
        runQueueNanoseconds: result.generator.runQueueNanoseconds.map { Int($0) },
        threads: result.workers.count, poller: result.pollerName))
    slices = isSliced ? result.slices.map { Slice($0, in: result) } : []
    (resent, surplusBytes) = (result.resent.some, result.surplusBytes.some)
    let all = Connections(result)
    connections = all.open == all.asked && all.failedAttempts == 0 ? nil : all
    firstProblem =
      result.tls?.problem ?? result.webSocket?.problem ?? result.firstConnectError?.connectWords(
        isSecure: result.tls != nil)
      ?? result.firstMalformation.map { "\($0)" }
    slowest = result.slowest.isEmpty ? nil : SlowRequests(result)
    streams = result.streams.map(Streams.init)
    webSocket = result.webSocket.map {
      WebSocket(
        handshakes: $0.handshakes, pings: $0.pings, closes: $0.closes, farewells: $0.farewells,
        unasked: result.unasked)
    }
  }
}

extension Int {
  /// nil of none.
  fileprivate var some: Int? { self == 0 ? nil : self }
}

extension LoadFigures.Connections {
  /// Those of a load.
  init(_ result: LoadResult) {
    self.init(
      asked: result.connectionsAsked, open: result.connectionsReached, failedAttempts: result.connectFailures)
  }
}

extension LoadFigures.Slice {
  fileprivate init(_ slice: LoadResult.Slice, in result: LoadResult) {
    self.init(
      start: Int(slice.startNanoseconds - result.windowStartNanoseconds),
      length: Int(slice.lengthNanoseconds))
  }
}

extension LoadFigures.Part {
  fileprivate init(_ part: PartFigures, name: String) {
    self.init(
      name: name, sent: part.sent, answered: part.answered, answeredInWindow: part.answeredInWindow,
      latency: part.latency)
  }
}

extension LoadFigures.Streams {
  fileprivate init(_ streams: StreamFigures) {
    self.init(
      items: streams.items, itemsInWindow: streams.itemsInWindow, misplaced: streams.misplaced,
      short: streams.short, oversized: streams.oversized, begun: streams.begun, open: streams.open,
      firstByte: streams.firstByte,
      firstItem: streams.firstItem, gaps: streams.gaps)
  }
}

extension SlowRequests {
  /// The slowest hundredth of a load's answered requests.
  package init(_ result: LoadResult) {
    let start = result.windowStartNanoseconds
    self.init(
      startNanoseconds: Int(start),
      requests: result.slowest.prefix(Self.count(of: result.answered - result.untimed)).map {
        Request(
          due: Int($0.dueNanoseconds - start), sent: Int($0.sentNanoseconds - start),
          end: Int($0.endNanoseconds - start), connection: Int($0.connection), variant: Int($0.variant))
      })
  }
}
