import Glibc
import Platform
import SeededRandom

/// An artificial neighbour: a thread on each processor that wants a share of it, in bursts, as other programs on a shared machine do.
///
/// Bursts and the pauses between them have exponential lengths, so that no window is spared by its own length or rhythm.
package enum Neighbour {
  /// The mean length of a burst in seconds.
  package static let burstSeconds = 0.05

  /// Works beside `body` on each of the `processors`, ready to run for a `share` of the time, above 0 and below 1. Throws what `body`
  /// throws, and a `SystemError` when a processor is not allowed.
  package static func beside<Value: Sendable>(
    share: Double, processors: [Int], seed: UInt64, _ body: () async throws -> Value
  ) async throws -> Value {
    precondition(share > 0 && share < 1, "a share of \(share)")
    let threads = try ThreadPerProcessor(name: "neighbour", processors: processors) { processor, stop in
      work(share, SeededGenerator(seed: seed, stream: "neighbour \(processor)"), until: stop)
    }
    defer { _ = threads.end() }
    return try await body()
  }

  private static func work(_ share: Double, _ generator: SeededGenerator, until stop: StopFlag) {
    var random = generator
    let (clock, pauseSeconds) = (MonotonicClock(), burstSeconds * (1 - share) / share)
    repeat {
      let end = clock.nanoseconds + UInt64(random.exponential(mean: burstSeconds) * 1e9)
      while clock.nanoseconds < end, !stop.isRaised {}
    } while !stop.wait(milliseconds: Int32(random.exponential(mean: pauseSeconds) * 1e3))
  }
}

extension SeededGenerator {
  /// A number of an exponential distribution.
  fileprivate mutating func exponential(mean: Double) -> Double { -mean * log1p(-uniform()) }
}
