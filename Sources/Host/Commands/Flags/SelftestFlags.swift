import Orchestration
import Selftest

/// The flags of `selftest`.
enum SelftestFlags {
  static let quick = Flag(switch: "quick", "shorter windows and fewer trials: less than 3 minutes")
  static let only = Flag(
    "only", "NAMES", .names(of: "part", among: Selftest.names), "the parts to run, separated by commas",
    otherwise: "all", make: { Selftest.names })
  static let report = CompareFlags.report.saying("write the tables as Markdown to this file")
  static let seed = CompareFlags.seed

  static let all: [any CommandFlag] = [quick, only, report, seed, Flag.json]
}
