/// The flags of `profile`.
enum ProfileFlags {
  static let framework = Flag("framework", "NAME", "what to profile: one framework")
  static let baseline = Flag(
    "baseline", "DIR|FRAMEWORK",
    "what to hold it against: the folder of a stored run, or a framework that is measured in the same blocks",
    values: .folders)
  static let flamegraph = Flag(
    switch: "flamegraph",
    "sample stacks afterwards, in a pass of their own, and draw a flame graph per workload")
  static let flamegraphDuration = Flag(
    "flamegraph-duration", "S", "seconds of load under the profiler for each workload", standard: "5")
  static let rounds = Flag(
    "rounds", "N", "blocks, each with a fresh process",
    standard: "5, with a framework as baseline as many as the test needs, at least 10")

  static let all = [
    framework, CompareFlags.suite, CompareFlags.workloads, baseline, StoredRuns.force, flamegraph,
    flamegraphDuration, rounds, CompareFlags.duration, CompareFlags.warmup, CompareFlags.steady,
    CompareFlags.connections, CompareFlags.workers, CompareFlags.ports, CompareFlags.poller,
    CompareFlags.tolerate, CompareFlags.seed, CompareFlags.noAgents, CompareFlags.output, CompareFlags.quiet,
    .json,
  ]
}
