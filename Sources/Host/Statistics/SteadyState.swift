/// When an app has found its pace.
package enum SteadyState {
  /// The first cycle from which on a pilot is steady: no mean of five cycles in a row from there on is more than 3 %, or two of its standard
  /// errors where that is more, below the mean of the last third, nor in the last third above it. nil when there is none.
  ///
  /// Who was faster before is not cold: on a shared machine all become slower and faster again.
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
    let limit = max(tolerance, 2 * deviation / Double(length).squareRoot())
    let starts = 0...paces.count - length
    let lastOff = starts.last { start in
      let mean = paces[start..<start + length].reduce(0, +) / Double(length)
      let excess = (mean - end.mean) / end.mean
      return -excess > limit || excess > limit && start >= paces.count - last.count
    }
    let first = lastOff.map { $0 + 1 } ?? 0
    return starts.contains(first) ? first : nil
  }
}
