import Analysis
import Foundation
import Record
import Reporting

let profileCommand = Command(
  name: "profile", summary: "measure one framework and say where its time goes",
  discussion: """
    Measures as compare does, without a twin and without the latency half, and tells what the runtime knows: garbage collections, locks,
    event loop, heap, and the figures that stand out. The run's folder is an ordinary run with profile.json in it.
    With --flamegraph every workload is loaded once more under the language's profiler; where there is none the run goes on
    and says what to install. Ctrl-C keeps what was measured.
    Exit codes: 0 all cells measured without an error, 1 some failed, 2 usage, 130 interrupted.
    """,
  flags: ProfileFlags.all,
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
) { arguments, context in
  let request = try ProfileRequest(arguments, catalogue: context.catalogue())
  return try await context.withFleet { fleet in
    let measured = try await MeasuredRun(request.plan(on: fleet), on: fleet, arguments, context)
    let stored = measured.stored
    let comparison = Comparison(of: stored)
    let publication = Publication(stored.folder)
    _ = try publication.publish(comparison, of: stored.run, reportFile: nil)

    let flames = try await FlameGraphs(of: stored, comparison, request, on: fleet, arguments, context)
    let profile = Profile(
      of: stored, baseline: ProfileBaseline(of: stored, comparison, against: request.storedBaseline),
      flames: flames.outcome)
    try publication.write(ProfileFiles.all(profile, folded: flames.folded))
    if arguments.has(.json) {
      try context.output.write(json: profile)
    } else {
      context.output.write(ProfileText.plain(profile))
      context.output.write(TerminalReport.notes(comparison))
      context.output.note("run: \(stored.folder.path)")
    }
    return measured.exitCode(comparison, context.output)
  }
}
