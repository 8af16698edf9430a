import Dispatch
import Foundation
import Glibc
import Platform
import Record
import SeededRandom
import Statistics
import Synchronization
import TestSupport
import Testing

/// Whatever is typed, `load` ends in time, with a status that means something, one clear sentence, or figures that add up.
@Suite(.serialized) struct RandomLoadTests {
  private static let seed: UInt64 = 2026
  private static let count = 500
  /// Far beyond what any of them may take; whoever takes so long hangs.
  private static let patience = 40

  @Test func `500 command lines end in time, with a status, one sentence or sums that hold`() throws {
    let app = try FixtureServer("faulty/app.py", "right")
    let folder = Program.temporaryFolder()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var random = SeededGenerator(seed: Self.seed)
    let loads = (0..<Self.count).map { _ in
      RandomLoad(&random, port: app.port, closed: 1, folder: folder.path)
    }
    let problems = Mutex<[String]>([])
    let statuses = Mutex<[Int32: Int]>([:])
    DispatchQueue.concurrentPerform(iterations: 4) { worker in
      for load in stride(from: worker, to: loads.count, by: 4).map({ loads[$0] }) {
        do {
          let outcome = try Self.run(load)
          if let problem = Self.problem(of: load, outcome) {
            problems.withLock { $0.append("\(load): \(problem)\n\(outcome.errors)") }
          }
          if case .status(let status) = outcome.status { statuses.withLock { $0[status, default: 0] += 1 } }
        } catch { problems.withLock { $0.append("\(load): \(error)") } }
      }
    }
    #expect(problems.withLock { $0 } == [])
    // All kinds of ends are among them.
    for status: Int32 in 0...2 { #expect(statuses.withLock { $0[status] ?? 0 } > 20, "status \(status)") }
  }

  private static func run(_ load: RandomLoad) throws -> Program.Outcome {
    let child = try ChildProcess(
      path: "/bin/sh", arguments: ["-c", "exec \"$@\" \(load.redirection)", "sh", Program.path] + load.words,
      directory: Project.folder.path)
    _ = write(child.standardInput, "a body", 6)
    close(child.standardInput)
    let watchdog = DispatchWorkItem { child.signalGroup(SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(patience), execute: watchdog)
    defer { watchdog.cancel() }
    return ProgramOutcome(of: child)
  }

  /// What is wrong with how a command line ended; nil: nothing.
  private static func problem(of load: RandomLoad, _ outcome: Program.Outcome) -> String? {
    guard case .status(let status) = outcome.status, (0...2).contains(status) else {
      return "it ended by \(outcome.status)"
    }
    let complaints = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("harness: ") }
    for word in ["Error Domain", "errno", "Optional(", "Fatal error", "NSCocoa"]
    where (outcome.errors + outcome.output).contains(word) {
      return "it says `\(word)`"
    }
    if status == 2 {
      return complaints.count == 1 && outcome.output.isEmpty && complaints[0].count > 20
        ? nil : "a usage error is one sentence and nothing else"
    }
    guard load.redirection.isEmpty else { return status == 1 ? nil : "nothing could be written" }
    if outcome.output.isEmpty { return status == 1 && complaints.count == 1 ? nil : "it says nothing" }
    guard load.words.contains("--json") else {
      return outcome.output.contains("answers in") ? nil : "its report has no answers"
    }
    do {
      let figures = try JSONDecoder().decode(LoadFigures.self, from: Data(outcome.output.utf8))
      return problem(of: figures, status, complaints.count)
    } catch { return "its figures cannot be read: \(error)" }
  }

  private static func problem(of figures: LoadFigures, _ status: Int32, _ complaints: Int) -> String? {
    guard figures.sent == figures.answered + figures.errorCount + figures.unfinished else {
      return "requests do not add up"
    }
    guard figures.latency.count == UInt64(figures.answered - figures.untimed) else {
      return "there is not one latency for each answer"
    }
    let isClean = figures.errorCount == 0 && figures.unfinished == 0 && (figures.openLoop?.unsent ?? 0) == 0
    return status == 0 && !isClean ? "it calls failed requests a success" : nil
  }
}
