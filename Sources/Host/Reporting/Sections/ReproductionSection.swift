import Analysis
import Record

/// How to measure it again, and how to check what is stored.
enum ReproductionSection {
  static let all: Section = { findings in [.heading(2, "Again"), .verbatim(commands(findings))] }

  /// The commands, with the commit and the seed.
  static func commands(_ findings: Findings) -> [String] {
    let run = findings.record.run
    let checkout = run.environment.git.map { "git checkout \($0.commit)" }
    let seed = run.command.contains("--seed") ? [] : ["--seed", "\(findings.plan.seed)"]
    return [
      checkout, (run.command + seed).joined(separator: " "), "harness results verify results/\(run.id)",
    ].compactMap(\.self)
  }
}
