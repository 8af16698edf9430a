import Analysis
import Contract
import Foundation
import Orchestration
import Record

extension Context {
  /// Carries out a plan with workloads of a catalogue, shows how it goes, and keeps what happened in a folder of its own below `folder`.
  func measure(
    _ plan: Plan, of catalogue: WorkloadCatalogue, on host: any AppHost, into folder: URL, isQuiet: Bool
  ) async throws -> MeasuredRun {
    let run = try Run.beginning(
      plan, command: ["harness"] + CommandLine.arguments.dropFirst(), in: try projectFolder())
    let progress = Progress(run, output: output, quiet: isQuiet)
    defer { progress.finish() }
    return try await MeasuredRun.carryOut(
      run, on: host, catalogue: catalogue, with: Instruments(for: plan), in: RunStore(folder),
      telling: [progress])
  }
}

extension MeasuredRun {
  /// What a command that measured gives away.
  func outcome(_ comparison: Comparison, _ answer: Answer, notes: [String]) -> Outcome {
    if let problem {
      return Outcome(answer: answer, notes: notes).remarking([
        "\(problem); what was measured until then is above"
      ])
    }
    guard outcome == .interrupted else {
      return Outcome(answer: answer, notes: notes, exitCode: comparison.isComplete ? .ok : .failed)
    }
    let remark =
      "harness: interrupted; \(record.trials.count) trials are stored; "
      + "see them with: harness report \(folder.path)"
    return Outcome(answer: answer, notes: notes, remarks: [remark], exitCode: .interrupted)
  }
}
