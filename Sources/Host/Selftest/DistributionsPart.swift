import Analysis
import LoadEngine
import Record

extension Selftest.Part {
  /// Known distributions of service times come out as they are.
  static let distributions = Self(
    name: "distributions",
    summary: """
      Servers whose answers take a constant 1 ms, or 0.5 ms four times out of five and 4 ms the fifth time, \
      at rates that let no queue build up. Percentiles must be those times, within the histogram's precision \
      of 1/1024 and 0.2 ms for sockets and stamps above. Medians of several quiet windows.
      """
  ) { bench in
    let constant = ServerBehaviour(serviceNanoseconds: [1_000_000])
    let bimodal = ServerBehaviour(serviceNanoseconds: [500_000, 500_000, 500_000, 500_000, 4_000_000])
    return try await checks(bench, "constant 1 ms", constant, rate: 200, [50, 90, 99])
      + checks(bench, "bimodal 0.5 and 4 ms", bimodal, rate: 100, [50, 75, 90, 99])
  }

  private static func checks(
    _ bench: SelftestBench, _ name: String, _ behaviour: ServerBehaviour, rate: Double,
    _ percentiles: [Double]
  ) async throws -> [SelftestReport.Check] {
    let (windows, seconds) = (bench.isQuick ? 3 : 7, bench.seconds(quick: 1.5, full: 4))
    let (measured, _) = try await bench.serving(behaviour) { place in
      // Windows of whole rotations of the service times, so that each has its share of them wherever it begins.
      try await bench.quiet(windows, seconds: seconds) {
        try await bench.watchedLoad(place, connections: 16, rate: rate, seconds: seconds)
          .with(truthOf: behaviour, at: place, rate: rate, seconds: seconds)
      }
    }
    return percentiles.map { percent in
      check("\(name), p\(percentText(percent))", measured, percent, tolerance: Tolerance.histogram)
    }
  }
}
