import Glibc
package import Record

/// What a profile is held against: throughput over that of the baseline, higher being better.
package struct ProfileBaseline: Codable, Equatable, Sendable {
  /// A ratio of throughputs.
  package struct Ratio: Codable, Equatable, Sendable {
    /// The workload; nil for the geometric mean of all that have a ratio.
    package let workload: String?
    /// Throughput over the baseline's.
    package let ratio: Double
    /// The 95 % interval; nil with too few blocks, and for the mean of two runs, which share no blocks to resample.
    package let interval: Interval?
  }

  /// The framework.
  package let framework: String
  /// The run it was measured in.
  package let run: String
  /// Whether that is the profile's own run, so that both were measured block by block.
  package let isInterleaved: Bool
  /// The workloads with numbers on both sides.
  package let ratios: [Ratio]
  /// The geometric mean over those workloads; nil without any, or without a block that has all of them.
  package let overall: Ratio?
  /// Why workloads of either side have no ratio, by name.
  package let leftOut: [String: String]
  /// What else differs between two runs.
  package let doubts: [String]

  /// What a run is held against: `baseline` if there is one, or its own second framework; nil without either.
  package init?(of stored: StoredRun, _ comparison: Comparison, against baseline: StoredRun?) {
    if let baseline {
      self.init(of: stored, against: baseline)
    } else if stored.run.plan.frameworks.count > 1 {
      self.init(in: comparison, of: stored.run)
    } else {
      return nil
    }
  }

  /// The second framework of a run, against which the first one was measured.
  private init(in comparison: Comparison, of run: Run) {
    let name = run.plan.frameworks[0].name
    let workloads = comparison.workloads.map { workload in
      (workload, workload.pairs.first { $0.a == name && $0.b == run.plan.reference })
    }
    framework = run.plan.reference
    self.run = run.id
    isInterleaved = true
    ratios = workloads.compactMap { workload, pair in
      pair.map { Ratio(workload: workload.name, ratio: $0.ratio, interval: $0.interval) }
    }
    overall = comparison.overall.first { $0.framework == name }.flatMap { row in
      row.ratio.map { Ratio(workload: nil, ratio: $0, interval: row.interval) }
    }
    leftOut = Dictionary(
      uniqueKeysWithValues: workloads.filter { $1 == nil }.map { workload, _ in
        let cell = workload.cells.first { $0.reason != nil }
        return (workload.name, cell.map { "\($0.framework): \($0.reason ?? "")" } ?? "no block has both")
      })
    doubts = []
  }

  /// The same framework in a run that was stored earlier.
  private init(of stored: StoredRun, against baseline: StoredRun) {
    let name = stored.run.plan.frameworks[0].name
    let comparison = try? RunComparison(of: stored, against: baseline, isForced: true)
    framework = name
    run = baseline.run.id
    isInterleaved = false
    let ratios = (comparison?.cells ?? []).map {
      Ratio(workload: $0.workload, ratio: $0.ratio, interval: $0.interval)
    }
    self.ratios = ratios
    overall =
      ratios.isEmpty
      ? nil
      : Ratio(
        workload: nil, ratio: exp(ratios.reduce(0) { $0 + log($1.ratio) } / Double(ratios.count)),
        interval: nil)
    let sides = [("this run", stored), ("the baseline", baseline)]
    let names = Set(sides.flatMap { $1.run.plan.workloads.map(\.name) }).subtracting(
      ratios.compactMap(\.workload))
    leftOut = Dictionary(
      uniqueKeysWithValues: names.map { workload in
        let reasons = sides.compactMap { side, run in
          Self.absence(of: workload, name, from: run).map { "\($0) \(side)" }
        }
        return (workload, reasons.joined(separator: ", "))
      })
    doubts = comparison?.differences.map(\.message) ?? []
  }

  private static func absence(of workload: String, _ framework: String, from stored: StoredRun) -> String? {
    guard stored.run.plan.workloads.contains(where: { $0.name == workload }) else { return "not part of" }
    return Observations(of: stored).valid(framework, workload).isEmpty ? "no valid number in" : nil
  }
}
