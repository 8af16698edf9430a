import Analysis
import Orchestration

/// The flags of `profile`.
enum ProfileFlags {
  static let framework = Flag(
    "framework", "NAME", .names, "what to profile: one framework", letter: "f", example: "python",
    help: "see `harness adapters list`")
  static let baseline = Flag(
    "baseline", "DIR|FRAMEWORK", .text(offers: .folders),
    "what to hold it against: the folder of a stored run, or a framework that is measured in the same blocks")
  static let flamegraph = Flag(
    switch: "flamegraph",
    "sample stacks afterwards, in a pass of their own, and draw a flame graph per workload")
  static let flamegraphDuration = Flag(
    "flamegraph-duration", "S", .seconds(in: 0.05...3600),
    "seconds of load under the profiler for each workload", standard: 5)
  /// Its standard value is enough for an interval.
  static let rounds = Flag(
    "rounds", "N", .wholeNumber(in: 1...1000), "blocks, each with a fresh process", standard: Rounds.alone,
    note: "with a framework as baseline \(BlocksAdvice.usual)")

  static let all: [any CommandFlag] =
    [
      framework, CompareFlags.suite, CompareFlags.workloads, baseline,
      StoredRunsFlags.force, flamegraph,
      flamegraphDuration, rounds, CompareFlags.pilot, CompareFlags.duration, CompareFlags.warmup,
      CompareFlags.slice,
      CompareFlags.connections, CompareFlags.workers, CompareFlags.healthTimeout, CompareFlags.ports,
      CompareFlags.poller,
      CompareFlags.tolerate, CompareFlags.seed, CompareFlags.noAgents, CompareFlags.output,
      CompareFlags.quiet,
      Flag.json,
    ] + WorkloadFileFlags.all + OwnAppFlags.all + AdapterFlags.all
}
