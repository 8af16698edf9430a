import Analysis
import Foundation
import Orchestration
import Record

/// The flags of `compare`; other commands have those of them that mean the same there.
enum CompareFlags {
  static let frameworks = Flag(
    "frameworks", "NAMES", Notation.names.offering(.listed(.frameworks)),
    "what to compare, separated by commas; at least two", letter: "f",
    example: "python,node,rust", help: "see `harness adapters list`")
  static let reference = Flag(
    "reference", "NAME", .text(offers: .listed(.frameworks)),
    "the framework that ratios are relative to", otherwise: "the first")
  static let family = Flag(
    "family", "PAIRS", Notation<Plan.Comparisons>.choice,
    "which frameworks are held against each other: each against the reference, or all pairs",
    otherwise: "all up to \(PlanRequest.mostForAllPairs) frameworks, reference beyond")
  static let suite = Flag(
    "suite", "NAME", .text(offers: .listed(.suites)), "the workloads of a suite", standard: "quick")
  static let workloads = Flag(
    "workloads", "NAMES", Notation.names.offering(.listed(.workloads)),
    "single workloads instead of a suite, separated by commas; json-* is all that begin so")
  static let rounds = Flag(
    "rounds", "N", .wholeNumber(in: 1...1000),
    "blocks, each with a fresh process per framework; \(BlocksAdvice.fewest) at least give verdicts",
    otherwise: "\(BlocksAdvice.usual), then until every interval is narrow enough")
  static let maxRounds = Flag(
    "max-rounds", "N", .wholeNumber(in: 1...1000), "the most blocks", standard: Rounds.usualMaximum,
    note: "or what --rounds says")
  /// With the default frameworks its standard value ends `make compare` within 10 minutes.
  static let timeBudget = Flag(
    "time-budget", "S", .seconds(in: 1...604_800),
    "seconds after verification at which the run ends: windows, offered rates and workloads are cut to fit, blocks are not",
    standard: 540)
  static let pilot = Flag(
    "pilot", "S", .seconds(in: 0...600),
    "the most seconds that each framework is driven before the blocks until it has found its pace",
    standard: 20)
  static let duration = Flag(
    "duration", "S", .seconds(in: 0.05...3600), "seconds of each closed loop in a block", letter: "d",
    otherwise: "what fits into the time budget")
  static let warmup = Flag(
    "warmup", "S", .seconds(in: 0.05...3600), "seconds of warm-up of each fresh process",
    otherwise: "half as much again as the slowest framework takes to find its pace")
  static let slice = Flag(
    "slice", "S", .seconds(in: 0.01...3600),
    "seconds for which a framework is loaded before it is another's turn",
    standard: Procedure.usualSliceSeconds)
  static let connections = Flag(
    "connections", "N", .wholeNumber(in: 1...20_000), "keep-alive connections", letter: "c", standard: 32)
  static let workers = Flag(
    "workers", "N", .wholeNumber(in: 1...256), "worker processes of each app", standard: 1)
  static let healthTimeout = Flag(
    "health-timeout", "S", .seconds(in: 0.1...3600), "seconds in which a fresh process must answer /health",
    standard: 30)
  static let ports = Flag(
    "ports", "FIRST-LAST", .ports, "ports the apps may listen on", otherwise: "any free one")
  static let poller = Flag(
    "poller", "NAME", Notation<HTTPLoad.Poller>.choice, "how the generator asks the kernel for events",
    standard: .usual, note: "io_uring where it is allowed")
  static let delta = Flag(
    "delta", "PERCENT", .percentage(in: 0...50),
    "differences of throughput and cost up to this size do not matter", standard: Family.usualDelta)
  static let latencyDelta = Flag(
    "latency-delta", "PERCENT", .percentage(in: 0...50),
    "differences of latency up to this size do not matter", standard: Family.usualLatencyDelta)
  static let noTwin = Flag(
    switch: "no-twin", "leave out the reference's second run, which tells what the run cannot tell apart")
  private static let integrityGates = Gate.all.filter { $0.kind == .integrity }.map(\.name)
  static let tolerate = Flag(
    "tolerate", "GATES", .names(of: "gate", among: integrityGates),
    "validity gates that warn instead of dropping a trial: \(integrityGates.joined(separator: ", "))",
    otherwise: "none", make: { [] })
  static let noLatency = Flag(
    switch: "no-latency", "leave out the comparison of latency at equal offered rates")
  static let rate = Flag(
    "rate", "RATES", .rates,
    "the offered rates at which latency is compared: requests per second, or shares of the slowest framework's capacity",
    standard: .shares([0.5, 0.8]))
  static let arrivals = Flag(
    "arrivals", "NAME", Notation<Procedure.Arrivals>.choice,
    "how requests are spread within an offered rate", standard: .constant)
  static let latencyDuration = Flag(
    "latency-duration", "S", .seconds(in: 0.05...3600),
    "seconds of each offered rate in a block", otherwise: "what fits into the time budget")
  static let seed = Flag(
    "seed", "N", .wholeNumber(in: 0...UInt64(Int64.max)),
    "seed of the order, the payloads and the resampling",
    otherwise: "random", make: { .random(in: 1...999_999_999) })
  static let output = Flag(
    "output", "DIR", .folder, "folder of the stored runs", letter: "o", standard: URL(filePath: "results"))
  static let report = Flag("report", "FILE", .file, "write the Markdown report to this file too")
  static let noAgents = Flag(
    switch: "no-agents", "load no runtime agents into the apps; what they measure is n/a then")
  static let dryRun = Flag(
    switch: "dry-run", "print the plan, how long it takes and what it can tell, and measure nothing")
  static let wide = Flag(switch: "wide", "print every interval and every doubt, as wide as that is")
  static let quiet = Flag(switch: "quiet", "show no progress")

  static let all: [any CommandFlag] = [
    frameworks, reference, family, suite, workloads, rounds, maxRounds, timeBudget, pilot,
    duration, warmup,
    slice, connections, workers, healthTimeout, ports, poller, delta, latencyDelta, noTwin, tolerate,
    noLatency, rate,
    arrivals,
    latencyDuration, seed, noAgents, output, report, dryRun, wide, quiet, Flag.json,
  ]
}
