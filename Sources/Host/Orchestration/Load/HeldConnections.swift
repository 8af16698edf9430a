import Contract
import LoadEngine
import Platform
import Record
import Statistics

/// Connections that are held open beside a load, by threads of their own on the generator's processors.
package struct HeldConnections: Sendable {
  /// In how many looks, 5 ms apart, nothing may change before all of them are open.
  private static let patience = 1000
  private let asked: Int
  private let generatorBytes: Int
  private let stop: StopFlag
  private let load: Task<LoadResult, any Error>

  /// Opens them, and waits until all are. Throws an `AppFailure` when the app does not keep so many, or `alarm` is raised meanwhile.
  init(
    _ session: SessionWorkload, at address: AppAddress, _ settings: Plan.Load, _ poller: PollerChoice,
    alarm: StopFlag
  ) async throws {
    let (progress, stop) = (LoadProgress(), try StopFlag())
    let asked = session.description.connections
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
      return try await Self.drive(spec, session, host: "\(address.socket)", stop)
    }
    (self.asked, self.stop) = (asked, stop)
    let areOpen = await Self.open(asked, progress, alarm)
    generatorBytes = max(0, OwnMemory.inUse() - before)
    guard !areOpen else { return }
    stop.raise()
    let kept = try await load.value.kept
    try Task.checkCancellation()
    throw Trial.Failure(
      stage: .measure,
      reason: "the app kept \(kept) of \(asked) connections open, beside which requests were to be sent")
  }

  private static func drive(
    _ spec: LoadSpec, _ session: SessionWorkload, host: String, _ stop: StopFlag
  ) async throws -> LoadResult {
    switch session.stream.exchange {
    case .events:
      let request = PreparedRequest(
        session.opening.http(host: host), acceptedStatuses: session.opening.expected.statuses)
      return try await LoadEngine.running(
        spec, streaming: request, EventStreamSettings(countsIDs: true), stop: stop)
    case .messages:
      var spec = spec
      spec.webSocket = WebSocketSettings(target: session.opening.target, host: host)
      return try await LoadEngine.running(spec, sending: [], areEchoed: false, stop: stop)
    }
  }

  /// Whether all become open.
  private static func open(_ asked: Int, _ progress: LoadProgress, _ alarm: StopFlag) async -> Bool {
    var (seen, looks) = (0, 0)
    while looks < patience, !progress.isOver, !alarm.isRaised, !Task.isCancelled {
      let isInWindow = progress.windowStartNanoseconds != nil
      let open = progress.openStreams
      if isInWindow, open >= asked { return true }
      (seen, looks) = (open, open == seen ? looks + 1 : 0)
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  /// Closes them; what came of them. Again is harmless. `memoryBefore`: what the app used before they were opened.
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
