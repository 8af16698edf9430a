import Contract

/// Workloads by the names that were typed.
enum WorkloadChoice {
  /// What is wrong with a command line that has both.
  static let both = UsageError("give --suite or --workloads, not both")

  /// The workloads named one by one, otherwise those of the suite, otherwise all; throws a `UsageError` with the nearest names.
  static func workloads(suite: String?, names: [String]?, of catalogue: WorkloadCatalogue) throws
    -> [Workload]
  {
    if let names { return try names.map { try workload($0, of: catalogue) } }
    guard let suite else { return catalogue.workloads }
    guard let workloads = catalogue.workloads(inSuite: suite) else {
      throw UsageError.unknown(
        "suite", suite, known: catalogue.suites.map(\.name), otherwise: "see `harness workloads list`")
    }
    return workloads
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
