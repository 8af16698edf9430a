import Contract
import LoadEngine
import Platform
import Record
import Statistics

/// Connections that are held open, and read, by threads of their own on the generator's processors.
struct OpenStreams: HeldConnections {
  private let asked: Int
  private let generatorBytes: Int
  private let stop: StopFlag
  private let load: Task<LoadResult, any Error>

  /// Opens them, and waits until all are. Throws an `AppFailure` when the app does not keep so many, or `alarm` is raised meanwhile.
  init(
    _ workload: HeldWorkload, at address: AppAddress, _ settings: Plan.Load, _ poller: PollerChoice,
    alarm: StopFlag
  ) async throws {
    let (progress, stop) = (LoadProgress(), try StopFlag())
    let asked = workload.description.connections
    var spec = LoadSpec(
      LoadShape(
        target: address.socket, connections: asked, cpus: settings.generatorCPUs,
        duration: LoadShape.endless, requestTimeout: .seconds(settings.timeoutSeconds),
        drainLimit: .milliseconds(1)))
    spec.poller = poller
    spec.maximumBodyBytes = .max
    spec.progress = progress
    let before = OwnMemory.inUse()
    load = Task { [spec] in
      defer { progress.end() }
      return try await Self.drive(spec, workload, host: "\(address.socket)", stop)
    }
    (self.asked, self.stop) = (asked, stop)
    let areOpen = await Opening.isComplete(asked) {
      guard !progress.isOver, !alarm.isRaised else { return nil }
      // Before the window these are connections, which are no streams yet.
      return progress.windowStartNanoseconds == nil ? -progress.openStreams : progress.openStreams
    }
    generatorBytes = max(0, OwnMemory.inUse() - before)
    guard !areOpen else { return }
    stop.raise()
    let kept = try await load.value.kept
    try Task.checkCancellation()
    throw Opening.failure(kept: kept, of: asked)
  }

  private static func drive(
    _ spec: LoadSpec, _ workload: HeldWorkload, host: String, _ stop: StopFlag
  ) async throws -> LoadResult {
    switch workload.stream.exchange {
    case .events:
      let request = PreparedRequest(
        workload.opening.http(host: host), acceptedStatuses: workload.opening.expected.statuses)
      return try await LoadEngine.running(
        spec, streaming: request, EventStreamSettings(countsIDs: true), stop: stop)
    case .messages:
      var spec = spec
      spec.webSocket = WebSocketSettings(target: workload.opening.target, host: host)
      return try await LoadEngine.running(spec, sending: [], areEchoed: false, stop: stop)
    }
  }

  func end(memoryBefore: LoadFigures.Held.Memory?) async throws -> LoadFigures.Held {
    stop.raise()
    let result = try await load.value
    let usage = result.generator
    return LoadFigures.Held(
      asked: asked, lost: result.answered + result.errors.total, items: result.streams?.items ?? 0,
      misplaced: result.streams?.misplaced ?? 0, gaps: result.streams?.gaps ?? .init(),
      cpuNanoseconds: Int(usage.cpuUserNanoseconds + usage.cpuSystemNanoseconds),
      heldNanoseconds: Int(result.windowNanoseconds), generatorBytes: generatorBytes,
      memoryBefore: memoryBefore)
  }
}

extension LoadResult {
  /// How many connections were open at the end of a load that held them.
  fileprivate var kept: Int { webSocket == nil ? streams?.open ?? 0 : connectionsReached }
}
