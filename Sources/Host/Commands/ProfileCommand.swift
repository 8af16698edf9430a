import Analysis
import Foundation
import Orchestration
import Record
import Reporting

let profileCommand = Command(
  name: "profile", summary: "measure one framework and say where its time goes",
  discussion: """
    Measures as compare does, without a twin and without offered rates, and tells what the runtime knows: garbage collections, locks,
    event loop, heap, and the figures that stand out. The run's folder is an ordinary run with profile.json in it.
    With --flamegraph every workload is loaded once more under the language's profiler; where there is none the run goes on
    and says what to install. Ctrl-C keeps what was measured.
    Exit codes: 0 everything was measured that was asked for, 1 something could not be, 2 usage, 130 interrupted.
    """,
  operands: .any("NAME"), flags: ProfileFlags.all,
  readsProjectFile: true, alternatives: [[CompareFlags.suite.name, CompareFlags.workloads.name]],
  operandOffers: .listed(.frameworks), operandFlag: ProfileFlags.framework.name,
  examples: [
    .init(
      "harness profile --framework python --flamegraph", "the quick suite, with a flame graph per workload"),
    .init(
      "harness profile --framework node --workloads json-small --baseline rust",
      "beside another framework, in the same blocks"),
    .init(
      "harness profile --framework ruby --baseline results/before",
      "beside the same framework in a stored run"),
  ]
) { arguments, context in try ProfileRequest(arguments, catalogue: context.catalogue(with: arguments)) }

extension ProfileRequest: Request {
  func run(in context: Context) async throws -> Outcome {
    try await context.withApps(choice.own, healthTimeoutSeconds: cells.healthTimeoutSeconds) { apps in
      let measured = try await context.measure(
        plan(on: apps), of: cells.catalogue, on: apps, into: output, isQuiet: isQuiet)
      let (record, comparison) = (measured.record, Comparison(of: measured.record))
      let publication = Publication(measured.folder)
      let report = try publication.publish(comparison, of: record, reportFile: nil)

      let flames = try await flameGraphs(of: record, comparison, on: apps, context)
      for problem in flames.problems { context.output.complain("no flame graph: \(problem)") }
      let baseline = ProfileBaseline(of: record, comparison, against: storedBaseline)
      guard let profile = Profile(of: record, baseline: baseline, flames: flames.outcome) else {
        preconditionFailure("a plan without a participant or a family")
      }
      let problems = publication.write(try ProfileFiles.all(profile, folded: flames.folded))
      let answer = Answer(profile) { profile, style in
        ProfileText.text(profile, comparison, of: record, style: style)
      }
      return measured.outcome(comparison, answer, notes: ["run: \(measured.folder.path)"])
        .remarking(report.problems + problems)
    }
  }

  /// Loads what has numbers once more, under the profiler, when that was asked for.
  private func flameGraphs(
    of record: RunRecord, _ comparison: Comparison, on apps: LocalApps, _ context: Context
  ) async throws -> FlameGraphs {
    let plan = record.plan
    guard let seconds = flamegraphSeconds, let participant = plan.compared.first,
      let family = comparison.families.first
    else { return FlameGraphs(nil, under: []) }
    let measured = family.points.filter { $0.cell(participant.id)?.state == .measured }.map(\.condition)
    let progress = Progress(record.run, output: context.output, quiet: isQuiet)
    defer { progress.finish() }
    let pass = FlameGraphPass(
      plan, on: apps, catalogue: cells.catalogue, driver: LoadDriver(plan.load),
      warmupSeconds: record.design?.warmups[participant.id]?.seconds ?? Design.Warmup.limits.lowerBound,
      seconds: seconds)
    let outcomes = try await pass.run(participant, measured.map(\.workload), telling: progress)
    return FlameGraphs(outcomes, under: measured)
  }
}
