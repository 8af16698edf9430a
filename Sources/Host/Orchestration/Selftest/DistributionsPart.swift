import LoadEngine
import Results

extension Selftest.Part {
  /// Known distributions of service times come out as they are.
  static let distributions = Self(
    name: "distributions",
    summary: """
      Servers whose answers take a constant 1 ms, or 0.5 ms four times out of five and 4 ms the fifth time, at rates that \
      let no queue build up. Percentiles must be those times, within the histogram's precision of 1/1024 and 0.2 ms for \
      sockets and stamps above. Medians of several windows.
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
    let (windows, seconds) = bench.isQuick ? (3, 1.5) : (7, 4.0)
    var measured: [OpenLoopWindow] = []
    // A server of its own per window, so that each begins with the first of the service times.
    for _ in 0..<windows {
      let (window, _) = try await bench.serving(behaviour) { place in
        let result = try await bench.load(place, connections: 16, rate: rate, seconds: seconds)
        return OpenLoopWindow(
          result,
          ServiceTimeline.truth(
            of: behaviour, epoch: place.epoch, rate: rate, seconds: seconds,
            from: result.windowStartNanoseconds))
      }
      measured.append(window)
    }
    return percentiles.map { percent in
      check("\(name), p\(percentText(percent))", measured, percent, tolerance: Tolerance.histogram)
    }
  }
}
