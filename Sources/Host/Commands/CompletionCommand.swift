let completionCommand = Command(
  name: "completion", summary: "print a script that teaches a shell to complete harness's commands",
  operands: .one("bash|zsh|fish"),
  examples: [.init("source <(harness completion bash)", "complete in this shell")]
) { arguments, context in
  guard let shell = Completion(rawValue: arguments.operands[0]) else {
    throw UsageError.unknown(
      "shell", arguments.operands[0], known: Completion.allCases.map(\.rawValue),
      command: ["harness", "completion"])
  }
  return FixedAnswer(text: shell.script(for: context.root))
}
