package import Record

/// What goes wrong between the host and an adapter.
package enum AdapterError: Error, Equatable, CustomStringConvertible {
  /// `adapter.json` cannot be used.
  case manifest(file: String, problem: String)
  /// The adapter's program is not on this machine.
  case missingProgram(adapter: String, program: String, packages: [String])
  /// The adapter is from outside the project, and the user did not agree to it.
  case untrusted(adapter: String, folder: String, command: String)
  /// No adapter or framework has this name.
  case unknownFramework(name: String, known: [String], nearest: [String])
  /// No adapter folder was found.
  case noAdapters(searched: [String])
  /// The adapter failed to do what it was asked.
  case failed(
    adapter: String, stage: Trial.Failure.Stage, doing: String, problem: String, hint: String?,
    standardError: [String])

  package var description: String {
    switch self {
    case .manifest(let file, let problem):
      "\(file): \(problem)"
    case .missingProgram(let adapter, let program, let packages):
      "the \(adapter) adapter needs `\(program)`, which is not on this machine; "
        + "install it with: apt-get install \(packages.joined(separator: " "))"
    case .untrusted(let adapter, let folder, let command):
      "the \(adapter) adapter in \(folder) is not part of this project and was never trusted: it would run `\(command)` there; "
        + "--trust trusts it, now and as long as its adapter.json is what it is"
    case .unknownFramework(let name, let known, let nearest):
      nearest.isEmpty
        ? "unknown framework `\(name)`; known are \(known.joined(separator: ", "))"
        : "unknown framework `\(name)`; did you mean \(nearest.joined(separator: " or "))?"
    case .noAdapters(let searched):
      "no adapters in \(searched.joined(separator: ", ")); start harness in its project folder or set HARNESS_ADAPTER_PATH"
    case .failed(let adapter, _, let doing, let problem, let hint, _):
      "the \(adapter) adapter could not \(doing): \(problem)" + (hint.map { "; \($0)" } ?? "")
    }
  }

  /// The last lines of the adapter's or the app's standard error, where they belong to the failure.
  package var standardError: [String] {
    if case .failed(_, _, _, _, _, let lines) = self { lines } else { [] }
  }

  /// The part of a trial that the failure belongs to.
  package var stage: Trial.Failure.Stage {
    if case .failed(_, let stage, _, _, _, _) = self { stage } else { .prepare }
  }
}
