import Orchestration
import Record

/// The flags of `compare`.
enum CompareFlags {
  static let frameworks = Flag("frameworks", "NAMES", "what to compare, separated by commas; at least two")
  static let reference = Flag(
    "reference", "NAME", "the framework that ratios are relative to", standard: "the first")
  static let suite = Flag("suite", "NAME", "the workloads of a suite", standard: "quick")
  static let workloads = Flag(
    "workloads", "NAMES", "single workloads instead of a suite, separated by commas")
  static let rounds = Flag(
    "rounds", "N", "blocks of each half, each with a fresh process per framework",
    standard: "as many as the test needs, at least 10, then until every interval is narrow enough")
  static let maxRounds = Flag(
    "max-rounds", "N", "the most blocks of each half", standard: "30, or what --rounds says")
  static let timeBudget = Flag(
    "time-budget", "S", "seconds after verification at which no block may end any more",
    standard: "540, but not for the blocks that the test needs")
  static let duration = Flag("duration", "S", "seconds of each measured window", standard: "0.4")
  static let warmup = Flag(
    "warmup", "S",
    "the most seconds of warm-up before each window: ten short windows, five steady ones end it",
    standard: "0.6")
  static let steady = Flag(
    "steady", "PERCENT", "the largest coefficient of variation of a steady state", standard: "2")
  static let connections = Flag("connections", "N", "keep-alive connections", standard: "32")
  static let workers = Flag("workers", "N", "worker processes of each app", standard: "1")
  static let ports = Flag("ports", "FIRST-LAST", "ports the apps may listen on", standard: "any free one")
  static let poller = Flag(
    "poller", "NAME", "how the generator asks the kernel for events",
    standard: "auto: io_uring where it is allowed",
    values: .oneOf(HTTPLoad.pollers))
  static let delta = Flag("delta", "PERCENT", "differences up to this size do not matter", standard: "3")
  static let noTwin = Flag(
    switch: "no-twin", "leave out the reference's second run, which tells the noise floor")
  static let tolerate = Flag(
    "tolerate", "GATES",
    "validity gates that warn instead of dropping a trial: \(Gate.all.map(\.name).joined(separator: ", "))",
    standard: "none")
  static let noLatency = Flag(
    switch: "no-latency", "leave out the second half, which compares latency at equal offered rates")
  static let rate = Flag(
    "rate", "RATES",
    "the offered rates of the latency half: requests per second, or shares of the slowest framework's capacity",
    standard: "50%,80%")
  static let arrivals = Flag(
    "arrivals", "NAME", "how requests are spread within an offered rate", standard: "constant",
    values: .oneOf(Plan.Latency.Arrivals.allCases.map(\.rawValue)))
  static let latencyDuration = Flag(
    "latency-duration", "S", "seconds of each measured window of the latency half", standard: "0.25")
  static let seed = Flag(
    "seed", "N", "seed of the order, the payloads and the resampling", standard: "random")
  static let output = Flag(
    "output", "DIR", "folder of the stored runs", standard: "results", values: .folders)
  static let report = Flag("report", "FILE", "write the Markdown report to this file too", values: .files)
  static let noAgents = Flag(
    switch: "no-agents", "load no runtime agents into the apps; what they measure is n/a then")
  static let quiet = Flag(switch: "quiet", "show no progress")

  static let all = [
    frameworks, reference, suite, workloads, rounds, maxRounds, timeBudget, duration, warmup, steady,
    connections, workers, ports,
    poller,
    delta, noTwin, tolerate, noLatency, rate, arrivals,
    latencyDuration, seed, noAgents, output,
    report, quiet, .json,
  ]
}
