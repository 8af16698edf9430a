import Foundation

/// Prints how often the rules of verdicts are wrong, and how often they find what is there, as tables in Markdown:
/// `RulesBenchmark [RUN [RUNS]]`, with the noise of a stored run, by default `results/example`, in 10,000 runs.
let arguments = Array(CommandLine.arguments.dropFirst())
let tables = RulesTables(
  source: try Residuals(of: URL(filePath: arguments.first ?? "results/example")),
  runs: arguments.count > 1 ? Int(arguments[1]) ?? 10_000 : 10_000)
tables.printFalseAlarms()
print()
tables.printPower()
