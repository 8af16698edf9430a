import Foundation
import Reporting
import TestSupport
import Testing

@testable import Commands

@Test func `help reaches every command and shows its flags and examples`() throws {
  for (path, command) in Harness.tree {
    let words = path.dropFirst() + ["--help"]
    let found = try Harness.root.resolve(Array(words)[...])
    #expect(found.path == path)
    let text = Help.text(for: command, path: path)
    #expect(!command.examples.isEmpty, "\(path) has no example")
    for flag in command.allFlags { #expect(text.contains("--\(flag.name)")) }
    for example in command.examples { #expect(text.contains(example.line)) }
  }
}

@Test(arguments: [40, 80])
func `help has no longer lines than the terminal, but for examples, which are to be copied`(columns: Int) {
  for (path, command) in Harness.tree {
    let text = Help.text(for: command, path: path, style: TerminalStyle(width: columns))
    let long = text.split(separator: "\n").filter { $0.count > columns && !$0.hasPrefix("  harness ") }
    #expect(long.filter { !$0.hasPrefix("  source ") } == [], "\(path)")
    for flag in command.allFlags { #expect(text.contains("--\(flag.name)")) }
  }
}

@Test func `every command either runs or has subcommands`() {
  for (path, command) in Harness.tree {
    #expect((command.request != nil) != !command.subcommands.isEmpty, "\(path)")
  }
}

@Test func `an unknown command names the nearest one`() {
  #expect(throws: UsageError("unknown command `comapre`; did you mean compare?")) {
    try Harness.root.resolve(["comapre"])
  }
}

@Test func `a hint names a command line that exists`() throws {
  var hints = 0
  for (path, command) in Harness.tree {
    let words = Array(path.dropFirst())
    let wrong = [words + ["--zzzzzzzz"]] + (command.subcommands.isEmpty ? [] : [words + ["zzzzzzzz"]])
    for words in wrong {
      do { _ = try Harness.request(words) } catch let error as UsageError {
        let hint = try #require(
          error.description.firstMatch(of: /see `harness (.*)`$/), "\(error.description)")
        let asked = try Harness.request(hint.1.split(separator: " ").map(String.init))
        #expect((asked as? FixedAnswer)?.exitCode == .ok, "\(hint.0)")
        hints += 1
      }
    }
  }
  #expect(hints > 20)
}

@Test(arguments: Completion.allCases)
func `completion scripts know every command and flag`(shell: Completion) {
  let script = shell.script(for: Harness.root)
  for (path, command) in Harness.tree {
    for word in path.dropFirst() { #expect(script.contains(word)) }
    for flag in command.flags { #expect(script.contains(flag.name)) }
  }
}

@Test(arguments: [
  ("compare --sui", "--suite --suite-file"), ("compare --arrivals p", "poisson"),
  ("compare -f python,no", "python,node python,node/express"), ("compare py", "python python/fastapi"),
  ("verify --workloads a,json", "a,json-small a,json-large"), ("report results/e", "results/example"),
  ("results ver", "verify"),
])
func `the bash completion is valid bash and completes`(typed: String, offered: String) throws {
  let words = typed.split(separator: " ")
  // The program that the script asks is not there, but a function.
  let script =
    "harness() { case $2 in frameworks) echo python python/fastapi node node/express ;; "
    + "workloads) echo json-small json-large ;; runs) echo results/example results/other ;; esac; }\n"
    + Completion.bash.script(for: Harness.root)
    + "COMP_WORDS=(harness \(typed)); COMP_CWORD=\(words.count); _harness; echo \"${COMPREPLY[@]}\""
  let bash = try ProgramOutcome(of: "/bin/bash", ["-c", script])
  #expect(bash.isSuccess && bash.output == offered + "\n", "\(bash.errors)")
}

@Test func `what completion asks for is what there is`() throws {
  let context = Context(output: .standard, root: Harness.root, project: Project.folder)
  let frameworks = try Listing.frameworks.names(in: context)
  #expect(Set(["python", "python/fastapi", "rust/hyper", "java/jetty"]).isSubset(of: frameworks))
  #expect(frameworks.allSatisfy { !$0.contains("__") && !$0.hasSuffix(".py") })
  #expect(try Listing.workloads.names(in: context).contains("json-small"))
  #expect(try Listing.suites.names(in: context).contains("quick"))
}
