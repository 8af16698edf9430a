import LoadEngine
import Platform
import Synchronization

/// What the parts of the self-test work with: processors, the load engine, servers of our own, and the adapters.
package final class SelftestBench: Sendable {
  /// Whether everything is shortened to fit into three minutes.
  let isQuick: Bool
  /// Seed of every random order.
  let seed: UInt64
  let cpus: CPUAllocation
  /// Real apps for the A/A comparison; nil: a server of our own.
  let apps: SelftestApps?
  /// Told what goes on.
  let note: @Sendable (String) -> Void
  /// Something every server does wrong, for the proof that the parts notice.
  let fault: ServerBehaviour.Fault?
  private let waits = Mutex((waited: UInt64?(0), windows: UInt64(0)))

  /// A bench on the processors `allowed`, two at the least if generator and server are not to disturb each other.
  package convenience init(
    isQuick: Bool, seed: UInt64, allowed: [Int], apps: SelftestApps?,
    note: @escaping @Sendable (String) -> Void
  ) {
    self.init(isQuick: isQuick, seed: seed, allowed: allowed, apps: apps, fault: nil, note: note)
  }

  init(
    isQuick: Bool, seed: UInt64, allowed: [Int], apps: SelftestApps? = nil, fault: ServerBehaviour.Fault?,
    note: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.isQuick = isQuick
    self.seed = seed
    self.apps = apps
    self.fault = fault
    self.note = note
    cpus = CPUAllocation(allowed: allowed, workers: 1)
  }

  /// The processor of the servers.
  var serverCPU: Int? { cpus.app.first }

  /// Share of the windows so far in which the generator was ready to run but waited for its processor; nil where the kernel
  /// does not tell, and before the first.
  package var waitingShare: Double? {
    waits.withLock { waits in
      waits.windows == 0 ? nil : waits.waited.map { Double($0) / Double(waits.windows) }
    }
  }

  /// Runs a server as long as `body` takes; returns what that did and what the server counted.
  func serving<Value: Sendable>(
    _ behaviour: ServerBehaviour, _ body: (CalibratedServer.Place) async throws -> Value
  ) async throws -> (value: Value, counts: CalibratedServer.Counts) {
    var behaviour = behaviour
    behaviour.fault = fault
    return try await CalibratedServer.serving(behaviour, cpu: serverCPU, body)
  }

  /// Loads a server for `seconds`: a closed loop, or an open one at `rate` requests per second.
  func load(
    _ place: CalibratedServer.Place, connections: Int, rate: Double? = nil, seconds: Double
  ) async throws -> LoadResult {
    var spec = LoadSpec(
      target: place.address,
      requests: [PreparedRequest(bytes: Array("GET / HTTP/1.1\r\nHost: selftest\r\n\r\n".utf8))],
      connections: connections, pacing: rate.map { .open(Arrivals(.constant($0))) } ?? .closed,
      cpus: cpus.generator, duration: .seconds(seconds), drainLimit: .seconds(10))
    spec.stampsReceives = rate != nil
    let result = try await LoadEngine.running(spec, stop: StopFlag())
    try Task.checkCancellation()
    waits.withLock { waits in
      waits.windows += result.windowNanoseconds
      waits.waited = waits.waited.flatMap { sum in result.generator.runQueueNanoseconds.map { sum + $0 } }
    }
    return result
  }
}
