import Foundation
import Orchestration
import Platform
import Reporting

let doctorCommand = Command(
  name: "doctor", summary: "say what this machine lacks, and how to get it",
  discussion: "Exit codes: 0 everything is there, 1 something is missing.", flags: [.json],
  examples: [.init("harness doctor", "check adapters, packages, processors and limits")]
) { arguments, context in
  let findings = Doctor.examine(try context.adapters(), cpus: try CPUTopology.current().allowed)
  if arguments.has(.json) {
    try context.output.write(json: findings)
  } else {
    var table = Table(columns: [("check", .left), ("state", .left), ("finding", .left)])
    findings.forEach { table.append([$0.check, $0.state.rawValue, $0.text]) }
    context.output.write(table.plain())
  }
  return findings.contains { $0.state == .missing } ? .failed : .ok
}
