import AdapterProtocol
import LoadEngine
import Orchestration
import Platform
import Record

/// A host of apps one of whose participants is slower than it would be.
struct TaxedApps: AppHost {
  let host: any AppHost
  let taxed: Key<Participant>
  /// How much longer its work takes: .05 is 5 %.
  let slowdown: Double

  func prepare(
    _ participant: Participant, progress: @escaping @Sendable (PreparationStep) -> Void
  ) async throws -> AppIntroduction {
    try await host.prepare(participant, progress: progress)
  }

  func endStrays() { host.endStrays() }

  func start(_ participant: Participant, _ load: Plan.Load, profiled: Bool) async throws -> any RunningApp {
    let app = try await host.start(participant, load, profiled: profiled)
    guard participant.id == taxed else { return app }
    do {
      let processes = try await app.readMetrics().processes
      return TaxedApp(
        app: app, tax: try ProcessorTax(slowdown: slowdown, of: processes, on: load.appCPUs))
    } catch {
      try? await app.stop()
      throw error
    }
  }
}

/// An app that is as it was, but for the tax.
private struct TaxedApp: RunningApp {
  let app: any RunningApp
  let tax: ProcessorTax

  var address: AppAddress { app.address }
  var startupNanoseconds: Int? { app.startupNanoseconds }
  var alarm: StopFlag { app.alarm }
  var exit: AppExit? { app.exit }

  func readMetrics() async throws -> AppReading { try await app.readMetrics() }
  func sampleSeries(_ load: Plan.Load, _ progress: LoadProgress) throws -> SeriesSampler? {
    try app.sampleSeries(load, progress)
  }
  func startProfiler() async throws -> ProfileStartResponse { try await app.startProfiler() }
  func stopProfiler() async throws -> ProfileStopResponse { try await app.stopProfiler() }

  func stop() async throws {
    tax.end()
    try await app.stop()
  }
}
