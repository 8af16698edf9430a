import Testing

@testable import Commands

private let sample = Command(
  name: "sample", summary: "a command", operands: .optional("FILE"),
  flags: [
    Flag("names", "NAMES", "names"), Flag("count", "N", "a count"), Flag("share", "X", "a share"),
    Flag(switch: "quiet", "say nothing"),
  ])

private func parse(_ words: String...) throws -> Arguments {
  try Arguments(words, for: sample, path: ["harness", "sample"])
}

@Test func `values come after the flag or after an equals sign`() throws {
  let arguments = try parse("--names", "a,b", "--count=3", "--quiet", "file")
  #expect(try arguments.list(sample.flags[0]) == ["a", "b"])
  #expect(try arguments.integer(sample.flags[1], in: 1...9) == 3)
  #expect(arguments.has(sample.flags[3]))
  #expect(arguments.operands == ["file"])
}

@Test func `after two dashes everything is an operand`() throws {
  #expect(try parse("--", "--quiet").operands == ["--quiet"])
}

@Test(arguments: [
  (["--nmaes", "a"], "unknown flag `--nmaes`; did you mean --names?"),
  (["--zzzzzzzz"], "unknown flag `--zzzzzzzz`; see `harness sample --help`"),
  (["--count"], "--count wants a value: --count N"),
  (["--count="], "--count wants a value: --count N"),
  (["--count", "1", "--count", "2"], "--count is given twice"),
  (["--quiet=yes"], "--quiet takes no value"),
  (["one", "two"], "`harness sample` takes [FILE], got `one` `two`"),
])
func `a wrong command line is one clear sentence`(words: [String], message: String) {
  #expect(throws: UsageError(message)) { try Arguments(words, for: sample, path: ["harness", "sample"]) }
}

@Test(arguments: ["0", "-3", "10", "1.5", "x", "99999999999999999999"])
func `a number out of range names the range`(text: String) throws {
  let arguments = try parse("--count=\(text)")
  #expect(throws: UsageError("--count wants a whole number from 1 to 9, not `\(text)`")) {
    try arguments.integer(sample.flags[1], in: 1...9)
  }
}

@Test(arguments: ["nan", "inf", "-1", "1e9"])
func `a share out of range names the range`(text: String) throws {
  let arguments = try parse("--share=\(text)")
  #expect(throws: UsageError("--share wants a number from 0.05 to 3600, not `\(text)`")) {
    try arguments.number(sample.flags[2], in: 0.05...3600)
  }
}

@Test func `a name twice or an empty name is refused`() throws {
  let twice = try parse("--names", "a,b,a")
  #expect(throws: UsageError("--names names `a` twice")) { try twice.list(sample.flags[0]) }
  let empty = try parse("--names", "a,,b")
  #expect(throws: UsageError("--names has an empty name in `a,,b`")) { try empty.list(sample.flags[0]) }
}
