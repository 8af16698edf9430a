import Foundation
import Testing

@testable import Commands

private let names = Flag("names", "NAMES", .names, "names")
private let count = Flag("count", "N", .wholeNumber(in: 1...9), "a count", letter: "n", standard: 4)
private let share = Flag("share", "X", .number(in: 0.05...3600), "a share", standard: 0.5)
private let quiet = Flag(switch: "quiet", "say nothing")
private let colour = Flag("colour", "NAME", .oneOf(["red", "blue"]), "a colour", standard: "blue")
private let gates = Flag("gates", "G", .names(of: "gate", among: ["steal", "ports"]), "gates")
private let ports = Flag("ports", "P", .ports, "ports")
private let delta = Flag("delta", "%", .percentage(in: 0...50), "a difference", standard: 0.03)
private let field = Flag(repeated: "field", "F", .text, "a field")
private let level = Flag("level", "L", Notation<Level>.choice, "a level", otherwise: "neither")
private let user = Flag("user", "NAME", .text, "who", example: "ann", help: "see `harness users`")

private enum Level: String, CaseIterable { case low, high }

private let sample = Command(
  name: "sample", summary: "a command", operands: .optional("FILE"),
  flags: [names, count, share, quiet, colour, gates, ports, delta, field, level, user])

private func parse(_ words: String...) throws -> Arguments {
  try Arguments(words, for: sample, path: ["harness", "sample"])
}

@Test func `values come after the flag or after an equals sign`() throws {
  let arguments = try parse("--names", "a,b", "--count=3", "--quiet", "--colour", "red", "file")
  #expect(try arguments[names] == ["a", "b"])
  #expect(try arguments[count] == 3)
  #expect(arguments[quiet] && arguments.isGiven(quiet))
  #expect(try arguments[colour] == "red")
  #expect(arguments.operands == ["file"])
  #expect(try parse("-n", "7")[count] == 7 && parse("-n7")[count] == 7 && parse("-n=7")[count] == 7)
}

@Test func `values have their types and units`() throws {
  let arguments = try parse("--ports", "20000-20099", "--delta", "12.5", "--level", "high")
  #expect(try arguments[ports] == 20000...20099)
  #expect(try arguments[delta] == 0.125)
  #expect(try arguments[level] == .high)
}

@Test func `a flag that was not given has its standard value, and is known not to be given`() throws {
  let arguments = try parse()
  #expect(try arguments[count] == 4 && arguments.given(count) == nil && !arguments.isGiven(count))
  #expect(try parse("--count", "4").given(count) == 4)
  #expect(try arguments[names] == nil && arguments[delta] == 0.03 && arguments[level] == nil)
  #expect(!arguments[quiet])
  #expect(try arguments[field] == [])
  #expect(throws: UsageError("sample needs --user, e.g. --user ann; see `harness users`")) {
    try arguments[user]
  }
}

@Test func `a flag that repeats keeps every value in its order`() throws {
  #expect(try parse("--field", "b", "--quiet", "--field=c", "--field", "a")[field] == ["b", "c", "a"])
}

@Test func `names may be given one by one as well`() throws {
  #expect(try parse("--names", "a,b", "--names", "c")[names] == ["a", "b", "c"])
  #expect(throws: UsageError("--names names `a` twice")) { try parse("--names", "a", "--names", "a") }
}

@Test(arguments: [
  ("2", 2.0), ("1.5s", 1.5), ("250ms", 0.25), ("1m", 60), ("1min", 60), ("1h", 3600), ("1m30s", 90),
  ("50000us", 0.05),
])
func `a time may have its unit`(text: String, seconds: Double) throws {
  let notation = Notation<Double>.seconds(in: 0.05...3600)
  #expect(try notation.read(text, "--x") == seconds)
  #expect(
    try Notation<Double>.microseconds(in: 1...4e9).read(text, "--x") == (Double(text) == nil ? seconds : 2e-6)
  )
}

@Test(arguments: ["", "s", "1x", "1s2", "1 s", "--1s", "1e3s", ".s", "1..2s", "-1s", "nan", "1d"])
func `a time that is none is refused`(text: String) {
  #expect(throws: UsageError.self) { try Notation<Double>.seconds(in: 0.05...3600).read(text, "--x") }
}

@Test func `an empty text is a value where it means something`() throws {
  let body = Flag("body", "TEXT", .anyText, "a body")
  let command = Command(name: "c", summary: "s", flags: [body])
  for words in [["--body", ""], ["--body="]] {
    #expect(try Arguments(words, for: command, path: ["harness", "c"])[body] == "")
  }
}

@Test func `after two dashes everything is an operand`() throws {
  #expect(try parse("--", "--quiet").operands == ["--quiet"])
}

@Test(arguments: [
  (["--nmaes", "a"], "unknown flag `--nmaes`; did you mean --names?"),
  (["--zzzzzzzz"], "unknown flag `--zzzzzzzz`; see `harness sample --help`"),
  (["--count"], "--count wants a value: --count N"),
  (["--count="], "--count wants a value: --count N"),
  (["-count=3"], "unknown flag `-count`; did you mean --count?"),
  (["-z3"], "unknown flag `-z3`; see `harness sample --help`"),
  (["--count", "1", "--count", "2"], "--count is given twice"),
  (["--quiet", "--quiet"], "--quiet is given twice"),
  (["--quiet=yes"], "--quiet takes no value but `true` and `false`"),
  (["one", "two"], "`harness sample` takes [FILE], got `one` `two`"),
  (["--colour", "green"], "--colour wants one of red, blue, not `green`"),
  (["--level", "middle"], "--level wants one of low, high, not `middle`"),
  (["--gates", "ports,stale"], "unknown gate `stale`; did you mean steal?"),
  (["--gates", "ports,zzzzzz"], "unknown gate `zzzzzz`; --gates takes steal, ports"),
  (["--ports", "9-1"], "--ports wants two ports from 1 to 65535, e.g. 20000-20099, not `9-1`"),
  (["--ports", "0-1"], "--ports wants two ports from 1 to 65535, e.g. 20000-20099, not `0-1`"),
  (["--delta", "51"], "--delta wants a number from 0 to 50, not `51`"),
  (["--names", "a,b,a"], "--names names `a` twice"),
  (["--names", "a,,b"], "--names has an empty name in `a,,b`"),
])
func `a wrong command line is one clear sentence`(words: [String], message: String) {
  #expect(throws: UsageError(message)) { try Arguments(words, for: sample, path: ["harness", "sample"]) }
}

@Test(arguments: ["0", "-3", "10", "1.5", "x", "99999999999999999999"])
func `a number out of range names the range`(text: String) throws {
  #expect(throws: UsageError("--count wants a whole number from 1 to 9, not `\(text)`")) {
    try parse("--count=\(text)")
  }
}

@Test(arguments: ["nan", "inf", "-1", "1e9"])
func `a share out of range names the range`(text: String) throws {
  #expect(throws: UsageError("--share wants a number from 0.05 to 3600, not `\(text)`")) {
    try parse("--share=\(text)")
  }
}

@Test func `where help is asked for, values and operands may be wrong`() throws {
  #expect(try parse("--count", "x", "one", "two", "--help")[.help])
}

@Test func `a flag of the same name that means something else is not read by mistake`() async {
  await #expect(processExitsWith: .failure) {
    let arguments = try Arguments([], for: sample, path: ["harness", "sample"])
    _ = try arguments[count.saying("another count")]
  }
  await #expect(processExitsWith: .success) {
    _ = try Arguments([], for: sample, path: ["harness", "sample"])[count]
  }
}
