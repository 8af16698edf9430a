import Platform
import Selftest

let neighbourCommand = Command(
  name: "neighbour", summary: "run a command on a machine that others use too",
  discussion: """
    Beside the command a thread on each processor is busy in bursts of 50 ms on average, as other programs on a shared machine are. They
    belong to this process, so that gates of a harness that is the command count them as other load. When the command ends, they do.
    Exit codes: the command's own, 127 when there is none, 128 and the number of a signal that ended it, 2 usage, 130 interrupted.
    """,
  operands: .some("COMMAND"), flags: NeighbourFlags.all,
  examples: [
    .init(
      "harness neighbour -- harness selftest --only false-alarms,power",
      "is the instrument right on a busy machine?"),
    .init("harness neighbour --share 50 -- swift test", "do tests depend on a quiet one?"),
  ]
) { arguments, _ in
  NeighbourRequest(
    share: try arguments[NeighbourFlags.share], seed: try arguments[NeighbourFlags.seed],
    command: arguments.operands)
}

private struct NeighbourRequest: Request {
  /// What the neighbour wants of each processor, above 0 and below 1.
  let share: Double
  let seed: UInt64
  /// The command with its arguments.
  let command: [String]

  func run(in context: Context) async throws -> Outcome {
    let processors = try CPUTopology.current().allowed
    return try await Interruption.cancelling {
      let exit = try await Neighbour.beside(share: share, processors: processors, seed: seed) {
        try await ForegroundProcess.run(command)
      }
      return Outcome(answer: nil, exitCode: ExitCode(of: exit))
    }
  }
}

extension ExitCode {
  /// What a shell says of a command that ended so.
  init(of exit: ChildProcess.Exit) {
    switch exit {
    case .status(let status): self.init(rawValue: status)
    case .signal(let signal): self.init(rawValue: 128 + signal)
    }
  }
}
