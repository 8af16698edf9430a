import Testing

@testable import AdapterCheck

@Suite struct LedgerTests {
  private let ledger = Ledger()

  private func result(_ rule: Rule) throws -> CheckReport.Result {
    try #require(ledger.report(on: "a", after: Scenario.allCases).results.first { $0.check == rule })
  }

  @Test func `a rule fails with what was seen whenever it did not hold, and passes with the last thing seen`()
    throws
  {
    ledger.judge(.S1, true, "right")
    ledger.judge(.S1, false, "wrong")
    ledger.judge(.S2, true, "first")
    ledger.judge(.S2, true, "last")
    #expect(try result(.S1).verdict == .failed && result(.S1).seen == ["wrong"])
    #expect(try result(.S2).verdict == .passed && result(.S2).seen == ["last"])
  }

  @Test func `what only should be is a warning`() throws {
    ledger.judge(.P2, true, "right")
    ledger.advise(.P2, false, "untold")
    #expect(try result(.P2).verdict == .warned && result(.P2).seen == ["untold"])
    ledger.judge(.P2, false, "wrong")
    #expect(try result(.P2).verdict == .failed)
  }

  @Test func `what could not be seen fails, and beside a failure is told apart from it`() throws {
    #expect(try result(.M1).verdict == .failed)
    ledger.obstruct(.metrics, "no app")
    #expect(try result(.M1).verdict == .failed && result(.M1).seen == ["no app"])
    ledger.judge(.S4, false, "no health")
    #expect(try result(.M1).verdict == .unjudged)
    #expect(!ledger.report(on: "a", after: [.metrics]).isSound)
  }

  @Test func `a fault of ours is no fault of the adapter's, and no success either`() {
    for rule in Rule.allCases { ledger.judge(rule, true, "right") }
    #expect(ledger.report(on: "a", after: Scenario.allCases).isSound)
    ledger.blameHost("our app/start: `params` is missing")
    let report = ledger.report(on: "a", after: Scenario.allCases)
    #expect(!report.isSound && report.checks(.failed).isEmpty && report.hostViolations.count == 1)
  }
}
