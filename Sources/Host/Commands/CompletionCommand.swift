private let words = Completion.allCases.map(\.rawValue) + Listing.allCases.map(\.rawValue)

let completionCommand = Command(
  name: "completion", summary: "print a script that teaches a shell to complete harness's commands",
  discussion:
    "SHELL is bash, zsh or fish. What such a script asks for while somebody types is here too: frameworks, workloads, suites, runs.",
  operands: .one("SHELL"),
  examples: [
    .init("source <(harness completion bash)", "complete in this shell"),
    .init("harness completion workloads", "the names of all workloads, a line each"),
  ]
) { arguments, context in
  let word = arguments.operands[0]
  if let listing = Listing(rawValue: word) {
    return FixedAnswer(text: try listing.names(in: context).map { $0 + "\n" }.joined())
  }
  guard let shell = Completion(rawValue: word) else {
    throw UsageError.unknown("shell", word, known: words, command: ["harness", "completion"])
  }
  return FixedAnswer(text: shell.script(for: context.root))
}
