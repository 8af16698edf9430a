import Analysis
import Foundation
import Glibc
import Orchestration
import Platform
import Record
import Reporting

/// The program: finds the command, runs it, and turns errors into text and exit codes. Nothing else does.
package enum Harness {
  /// All commands, in the order of help. A new command is a file in this folder and a line here.
  static let commands: [Command] = [
    compareCommand, profileCommand, verifyCommand, reportCommand, resultsCommand, loadCommand,
    scenarioCommand,
    adaptersCommand, frameworksCommand,
    workloadsCommand,
    openCommand, initCommand, configCommand, doctorCommand, selftestCommand, neighbourCommand,
    completionCommand, manCommand,
  ]

  static let root = Command(
    name: "harness", summary: "compare web frameworks across languages, and say how sure the answer is",
    discussion: """
      harness starts each framework's app through its language's adapter, proves that all of them do the same work, drives
      load from its own engine in random interleaved blocks, and says who is faster, by how much, how surely, and why.
      """,
    flags: [versionFlag],
    examples: [
      .init("harness compare --frameworks python,node,rust", "compare three languages' default frameworks"),
      .init("harness doctor", "say what is missing on this machine"),
    ],
    subcommands: commands)

  private static let versionFlag = Flag(switch: "version", "print the version and stop", letter: "V")

  /// Carries out a command line (without the program's name) and returns the process's exit code.
  package static func main(_ words: [String]) async -> Int32 {
    signal(SIGPIPE, SIG_IGN)  // a reader that is gone is an error of the write
    let output = Output.standard
    do {
      return try await run(words, output).rawValue
    } catch let error as UsageError {
      output.complain(error.description)
      return ExitCode.usage.rawValue
    } catch let error as RunComparison.Refusal {
      output.complain(error.words)
      return ExitCode.failed.rawValue
    } catch is CancellationError {
      return ExitCode.interrupted.rawValue
    } catch let error as any AppFailure {
      output.complain(error.failure.reason)
      error.failure.standardError.forEach { output.note("  | " + $0) }
      if case AdapterError.unknownFramework = error { return ExitCode.usage.rawValue }
      return ExitCode.failed.rawValue
    } catch {
      output.complain(sentence(of: error))
      return ExitCode.failed.rawValue
    }
  }

  /// An error of ours says what it is; those of the system and of decoders need to be asked.
  private static func sentence(of error: any Error) -> String {
    if let error = error as? DecodingError { return error.plainText }
    let isSystems = error is CocoaError || error is POSIXError || type(of: error) == NSError.self
    return isSystems ? (error as NSError).plainText : "\(error)"
  }

  private static func run(_ words: [String], _ output: Output) async throws -> ExitCode {
    let (request, wantsJSON, context) = try request(words, in: Context(output: output, root: root))
    let outcome = try await request.run(in: context)
    guard let problem = try output.show(outcome, asJSON: wantsJSON) else { return outcome.exitCode }
    output.complain(problem)
    return outcome.exitCode == .ok ? .failed : outcome.exitCode
  }

  /// What a command line asks for, whether its answer is for programs, and the context with what flags say of it. Throws a `UsageError` that
  /// names what is wrong.
  static func request(_ words: [String], in context: Context) throws -> (
    request: any Request, wantsJSON: Bool, context: Context
  ) {
    // As other tools have it.
    let words = words.first == "help" ? Array(words.dropFirst()) + ["--help"] : words
    let (path, command, rest) = try root.resolve(words[...])
    let file = try command.readsProjectFile ? ProjectFile(in: context.workingFolder) : nil
    let arguments = try Arguments(rest, for: command, path: path, defaults: file?.defaults[command] ?? [:])
    if arguments.isGiven(versionFlag) {
      return (FixedAnswer(text: "harness \(HarnessVersion.current)\n"), false, context)
    }
    guard let request = command.request, !arguments[.help] else {
      let isRight = arguments[.help] || words.isEmpty
      let help = Answer(path) { Help.text(for: command, path: $0, style: $1) }
      return (FixedAnswer(help, exitCode: isRight ? .ok : .usage), false, context)
    }
    let context = try context.reading(arguments)
    return (try request(arguments, context), arguments.isGiven(Flag.json), context)
  }
}
