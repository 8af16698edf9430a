import Foundation
import Orchestration
import Platform
import Reporting

let doctorCommand = Command(
  name: "doctor", summary: "say what this machine lacks, and how to get it",
  discussion: "Exit codes: 0 everything is there, 1 something is missing.",
  flags: [AdapterFlags.adapter, Flag.json],
  examples: [.init("harness doctor", "check adapters, packages, processors and limits")]
) { _, _ in DoctorRequest() }

private struct DoctorRequest: Request {
  func run(in context: Context) throws -> Outcome {
    let findings = Doctor.examine(try context.adapters(), cpus: try CPUTopology.current().allowed)
    let answer = Answer(
      findings,
      columns: [
        .init("check") { $0.check }, .init("state") { $0.state.rawValue }, .init("finding") { $0.text },
      ])
    return Outcome(answer: answer, exitCode: findings.contains { $0.state == .missing } ? .failed : .ok)
  }
}
