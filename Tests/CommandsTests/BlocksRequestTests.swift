import Record
import Testing

@testable import Commands

private func request(_ words: String...) throws -> BlocksRequest {
  try BlocksRequest(
    Arguments(["--frameworks", "a,b"] + words, for: compareCommand, path: ["harness", "compare"]))
}

@Suite struct BlocksRequestTests {
  @Test(arguments: [
    ([], 10, 30), (["--rounds", "4"], 4, 4), (["--max-rounds", "12"], 10, 12), (["--max-rounds", "3"], 3, 3),
    (["--rounds", "4", "--max-rounds", "40"], 4, 40),
  ])
  func `rounds alone are exact, the most may be more, and the test has what it needs`(
    words: [String], minimum: Int, maximum: Int
  ) throws {
    let arguments = try Arguments(
      ["--frameworks", "a,b"] + words, for: compareCommand, path: ["harness", "compare"])
    let rounds = try BlocksRequest(arguments).rounds(pairs: 3, conditions: 6)
    #expect(rounds == (minimum, maximum))
  }

  @Test func `only a budget that was asked for is hard`() throws {
    #expect(try request().stopping(10, 11).isHard == false)
    let asked = try request("--time-budget", "60").stopping(10, nil)
    #expect(asked.isHard && asked.timeBudgetSeconds == 60)
    #expect(throws: UsageError.self) { try request("--rounds", "9", "--max-rounds", "8") }
  }
}
