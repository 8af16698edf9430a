package import Record

/// The self-test of the instrument: figures whose truth is known, held against what is measured.
///
/// The load engine is driven at a `CalibratedServer` in our own process, on the apps' processor. What such a server does with its time
/// is a `ServerBehaviour`; `ServiceTimeline` turns one into the moment each request is done, and both the server and the truth follow
/// it. A part gives checks: a number that was seen, and the least and the most that holds. Tests give every server a `Fault` and expect
/// the part to fail.
package enum Selftest {
  /// One property of the instrument.
  struct Part: Sendable {
    let name: String
    let summary: String
    let run: @Sendable (SelftestBench) async throws -> [SelftestReport.Check]
  }

  /// All parts, in the order they run. A new part is a file in this folder and a line here.
  static let parts: [Part] = [
    .omission, .distributions, .counts, .rates, .sessions, .agreement, .falseAlarms, .power, .gates,
  ]

  /// The parts' names, in the order they run.
  package static var names: [String] { parts.map(\.name) }

  /// Runs the parts of these names one after the other. Throws a `LoadError`, a `SystemError` or an
  /// `AppFailure` when something cannot be looked at that should be; what is seen is the checks' to judge.
  package static func run(_ names: [String], on bench: SelftestBench) async throws -> [SelftestReport.Part] {
    var done: [SelftestReport.Part] = []
    for part in parts where names.contains(part.name) {
      try Task.checkCancellation()
      bench.note(part.name)
      bench.beginPart()
      done.append(
        SelftestReport.Part(name: part.name, summary: part.summary, checks: try await part.run(bench)))
    }
    return done
  }
}

/// How well a latency must agree with its truth.
enum Tolerance {
  /// What sockets, wake-ups and stamps may add to a latency of a server that stamps nothing itself.
  static let stampNanoseconds = 200_000.0

  /// What may be seen of a `truth` in nanoseconds: within `share` of it, or within the error of a stamp where
  /// that is more.
  static func around(_ truth: UInt64, share: Double) -> ClosedRange<Double> {
    let tolerance = max(share * Double(truth), stampNanoseconds)
    return max(0, Double(truth) - tolerance)...Double(truth) + tolerance
  }

  /// The same with both added: the histogram's own precision, and the error of a stamp.
  static func histogram(_ truth: UInt64) -> ClosedRange<Double> {
    let precision = Double(truth) / 1024
    return max(0, Double(truth) - precision)...Double(truth) + precision + stampNanoseconds
  }
}

/// One percentile in several windows, each with the truth for it.
struct PercentileWindows {
  /// In nanoseconds.
  typealias Window = (seen: UInt64, truth: UInt64)

  /// The window with the median error (of an even number, the smaller of both in the middle); nil without
  /// any.
  static func median(_ windows: [Window]) -> Window? {
    func error(_ window: Window) -> UInt64 {
      max(window.seen, window.truth) - min(window.seen, window.truth)
    }
    return windows.isEmpty ? nil : windows.sorted { error($0) < error($1) }[(windows.count - 1) / 2]
  }
}
