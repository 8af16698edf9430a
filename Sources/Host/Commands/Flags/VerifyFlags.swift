/// The flags of `verify`.
enum VerifyFlags {
  static let frameworks = CompareFlags.frameworks.saying("what to verify, separated by commas")
  static let suite = Flag(
    "suite", "NAME", .text(offers: .listed(.suites)), "the workloads of a suite", otherwise: "all")
  static let seed = CompareFlags.seed.saying("seed of the values that are sent")

  static let all: [any CommandFlag] =
    [
      frameworks, suite, CompareFlags.workloads, seed, CompareFlags.healthTimeout, CompareFlags.ports,
      CompareFlags.quiet, Flag.json,
    ] + WorkloadFileFlags.all + OwnAppFlags.all + AdapterFlags.all
}
