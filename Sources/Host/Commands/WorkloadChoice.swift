import Contract
import Glibc

/// Workloads by the names that were typed.
enum WorkloadChoice {
  /// What is wrong with a command line that has both.
  static let both = UsageError("give --suite or --workloads, not both")

  /// The workloads named one by one, otherwise those of the suite, otherwise all that hold nothing open, whose parts are among
  /// them; throws a `UsageError` with the nearest names.
  static func workloads(suite: String?, names: [String]?, of catalogue: WorkloadCatalogue) throws
    -> [Workload]
  {
    if let names {
      var chosen: [Workload] = []
      for workload in try names.flatMap({ try Self.matches($0, of: catalogue) })
      where !chosen.contains(where: { $0.name == workload.name }) {
        chosen.append(workload)
      }
      return chosen
    }
    guard let suite else { return catalogue.workloads.filter { $0.held == nil } }
    guard let workloads = catalogue.workloads(inSuite: suite) else {
      throw UsageError.unknown(
        "suite", suite, known: catalogue.suites.map(\.name), otherwise: "see `harness workloads list`")
    }
    return workloads
  }

  /// The workloads that a name or a shell's pattern stands for, at least one; throws a `UsageError`.
  private static func matches(_ name: String, of catalogue: WorkloadCatalogue) throws -> [Workload] {
    guard name.contains(where: { "*?[".contains($0) }) else { return [try workload(name, of: catalogue)] }
    let matches = catalogue.workloads.filter { fnmatch(name, $0.name, 0) == 0 }
    guard !matches.isEmpty else {
      throw UsageError("no workload's name is like `\(name)`; see `harness workloads list`")
    }
    return matches
  }

  /// The workload of this name; throws a `UsageError` with the nearest names.
  static func workload(_ name: String, of catalogue: WorkloadCatalogue) throws -> Workload {
    guard let workload = catalogue.workloads.first(where: { $0.name == name }) else {
      throw UsageError.unknown(
        "workload", name, known: catalogue.workloads.map(\.name), otherwise: "see `harness workloads list`")
    }
    return workload
  }
}
