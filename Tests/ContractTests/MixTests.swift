import Foundation
import TestSupport
import Testing

@testable import Contract

struct MixTests {
  private static func catalogue() throws -> WorkloadCatalogue {
    try WorkloadCatalogue(
      contentsOf: Project.folder.appending(
        path: "Sources/AdapterProtocol/Specification/v1/workloads.json"))
  }

  @Test func `parts have the shares that are said, in an order that the seed decides`() throws {
    let workload = try Self.catalogue().workload(named: "mixed-api")
    let requests = workload.requests(seed: 7, count: 4)
    let counts = Dictionary(grouping: requests) { $0.part ?? "none" }.mapValues(\.count)
    #expect(
      counts == [
        "path-multiple": 30, "query-3": 30, "json-small": 20, "json-medium": 10, "urlencoded-simple": 5,
        "multipart-small": 5,
      ])
    #expect(requests == workload.requests(seed: 7, count: 100))
    #expect(workload.requests(seed: 7, count: 101).count == 200)
    let other = workload.requests(seed: 8, count: 4)
    #expect(other.map(\.part) != requests.map(\.part))
    // Parts do not come in one piece each.
    let changes = zip(requests, requests.dropFirst()).count { $0.part != $1.part }
    #expect(changes > 40, "\(changes)")
    let half = try Self.catalogue().workload(named: "mixed-5050").requests(seed: 1, count: 1)
    #expect(half.count == 100 && half.count { $0.method == "GET" } == 50)
  }

  @Test func `a mix is raw and validated, of the contract, and in the suite of mixes`() throws {
    let catalogue = try Self.catalogue()
    let mixes = try #require(catalogue.workloads(inSuite: "mixed"))
    #expect(
      mixes.map(\.name) == ["mixed-5050", "mixed-5050-validated", "mixed-api", "mixed-api-validated"])
    #expect(mixes.allSatisfy { $0.isOfContract && $0.isMix && $0.category == "mixed" })
    #expect(mixes.map(\.isValidated) == [false, true, false, true])
    #expect(
      mixes[1].requests(seed: 1, count: 1).allSatisfy { $0.target.hasPrefix("/validated/") })
    #expect(try #require(catalogue.workloads(inSuite: "all")).allSatisfy { !$0.isMix })
  }

  private static func file(_ text: String) throws -> SuiteFile {
    try SuiteFile(parsing: text, named: "m.json5", in: URL(filePath: "/"))
  }

  private static let item = #"item: { path: "/items/1", expect: { status: 200 } }"#

  @Test func `a file mixes its own workloads and the contract's`() throws {
    let text = """
      { suite: 1, name: "shop", workloads: { \(Self.item) },
        mixes: { day: { parts: { item: 3, "json-small": 1 } } } }
      """
    let catalogue = try Self.catalogue().adding(try Self.file(text))
    let workload = try catalogue.workload(named: "day")
    #expect(
      workload.summary == "3 item, 1 json-small" && workload.category == "shop" && !workload.isOfContract)
    #expect(workload.requests(seed: 1, count: 8).count { $0.part == "item" } == 6)
    #expect(catalogue.workloads(inSuite: "shop")?.map(\.name) == ["item", "day"])
  }

  @Test(arguments: [
    ("mixes: { day: {} }", "m.json5:2:12: mixes.day.parts is missing"),
    ("mixes: { day: { parts: { item: 0 } } }", "mixes.day.parts.item must be a whole number from 1 to 1000"),
    ("mixes: { day: { parts: { item: 1 }, more: 2 } }", "unknown field `mixes.day.more`"),
  ])
  func `what is wrong with a mix is told with its place`(text: String, problem: String) {
    #expect {
      try Self.file("{ suite: 1, name: \"shop\", workloads: { \(Self.item) },\n  \(text) }")
    } throws: { "\($0)".contains(problem) }
  }

  @Test func `a part that is unknown is told with the mix's place`() throws {
    let file = try Self.file(
      "{ suite: 1, name: \"shop\", workloads: { \(Self.item) },\n mixes: { day: { parts: { itm: 1 } } } }")
    #expect { try Self.catalogue().adding(file) } throws: {
      "\($0)".contains("m.json5:2:") && "\($0)".contains("the mix `day` has the unknown workload `itm`")
    }
    #expect {
      try Self.catalogue().adding(
        Self.file(
          "{ suite: 1, name: \"shop\", mixes: { \"json-small\": { parts: { \"path-int\": 1 } } } }"))
    } throws: {
      "\($0)".contains("the contract has a workload `json-small` already")
    }
  }
}
