import Orchestration

let manCommand = Command(
  name: "man", summary: "print the manual page, in the macros of man(7)",
  examples: [.init("harness man", "print it; `man -l -` shows what is printed")]
) { _, context in FixedAnswer(text: ManPage.text(for: context.root, version: HarnessVersion.current)) }
