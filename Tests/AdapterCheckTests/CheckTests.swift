import Foundation
import TestSupport
import Testing

@testable import AdapterCheck

@Suite struct CheckTests {
  @Test func `every rule has one check, in the order of the specification`() {
    #expect(Check.all.map(\.id) == Rule.allCases)
  }

  @Test
  func
    `the checks are the rules and the errors of the specification, but for what concerns the host or people`()
    throws
  {
    let file = Project.folder.appending(path: "Sources/AdapterProtocol/Specification/README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let rules = text.matches(of: /\*\*([A-Z][0-9])\*\*/).map { String($0.1) }
    let codes = text.matches(of: /(?m)^\| −([0-9]{5}) \|/).map { "-" + $0.1 }
    // What the host keeps of standard error, what a terminal shows, and units, which every other rule uses.
    let others: Set = ["T3", "T7", "T8"]
    #expect(codes.count == 12)
    #expect(Set(rules + codes).subtracting(others) == Set(Rule.allCases.map(\.rawValue)))
  }
}
