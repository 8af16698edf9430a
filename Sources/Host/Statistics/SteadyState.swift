/// When an app has found its pace.
package enum SteadyState {
  /// The first of five cycles in a row that come to the pace of the last third: their mean lies at most 3 % below its mean, or two standard
  /// errors where that is more, and so does the first of them, or two standard deviations. nil when there are none before the last third.
  ///
  /// Who has once come to its pace is warm: on a shared machine everybody becomes slower again, and faster.
  ///
  /// A cycle holds one window of each workload, such as a throughput, always in the same order. Each is taken as a share of its workload's
  /// mean in the last third of the cycles, so that workloads count alike; the standard error is that of five cycles with the spread of the
  /// last third.
  package static func firstSteadyCycle(of cycles: [[Double]]) -> Int? {
    let (length, tolerance) = (5, 0.03)
    let last = cycles.suffix(cycles.count / 3)
    guard last.count >= length, let workloads = cycles.first?.count, workloads > 0 else { return nil }
    let means = (0..<workloads).map { workload in
      last.reduce(0) { $0 + $1[workload] } / Double(last.count)
    }
    guard means.allSatisfy({ $0 > 0 }) else { return nil }
    let paces = cycles.map { cycle in
      zip(cycle, means).reduce(0) { $0 + $1.0 / $1.1 } / Double(workloads)
    }
    guard let end = Summary(of: Array(paces.suffix(last.count))), let deviation = end.standardDeviation else {
      return nil
    }
    func comes(_ pace: Double, meanOf count: Int) -> Bool {
      pace >= (1 - max(tolerance, 2 * deviation / Double(count).squareRoot())) * end.mean
    }
    return (0..<paces.count - last.count).first { start in
      let mean = paces[start..<start + length].reduce(0, +) / Double(length)
      return comes(paces[start], meanOf: 1) && comes(mean, meanOf: length)
    }
  }
}
