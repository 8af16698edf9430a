import Contract
import Foundation
import Record
import TestSupport
import Testing

@testable import Commands

private func request(_ words: [String]) throws -> ProfileRequest {
  try ProfileRequest(
    Arguments(words, for: profileCommand, path: ["harness", "profile"]),
    catalogue: WorkloadCatalogue(contentsOf: Project.workloads))
}

@Test(arguments: [
  ([], "profile needs --framework"),
  (["--framework", "python,node"], "profile takes one framework or app, got python, node"),
  (["--framework", "python", "--suite", "quik"], "did you mean quick"),
  (["--framework", "python", "--suite", "quick", "--workloads", "json-small"], "--suite or --workloads"),
  (["--framework", "python", "--workloads", "json-smal"], "did you mean json-small"),
  (["--framework", "python", "--rounds", "0"], "--rounds wants a whole number from 1 to 1000"),
  (["--framework", "python", "--flamegraph-duration", "3"], "--flamegraph-duration is about --flamegraph"),
  (
    ["--framework", "python", "--flamegraph", "--flamegraph-duration", "0"],
    "wants a number of seconds from 0.05"
  ),
  (["--framework", "python", "--force"], "--force is about a stored run"),
  (["--framework", "python", "--baseline", "node", "--force"], "--force is about a stored run"),
  (["--framework", "python", "--tolerate", "port"], "did you mean ports"),
])
func `a wrong profile is one clear sentence`(words: [String], text: String) {
  #expect { try request(words) } throws: { ($0 as? UsageError)?.description.contains(text) == true }
}

@Test func `flame graphs are drawn on request, for 5 s of load or as long as was asked`() throws {
  #expect(try request(["--framework", "python"]).flamegraphSeconds == nil)
  #expect(try request(["--framework", "python", "--flamegraph"]).flamegraphSeconds == 5)
  let asked = ["--framework", "python", "--flamegraph", "--flamegraph-duration", "0.5"]
  #expect(try request(asked).flamegraphSeconds == 0.5)
}

@Test func `a framework alone has blocks for an interval, beside another one those of a comparison`()
  throws
{
  let (one, other) = (Participant(adapter: "a", framework: "x"), Participant(adapter: "b", framework: "y"))
  let alone = try request(["--framework", "a"]).plan(of: [one])
  #expect(alone.families.map(\.id) == [.capacity] && alone.reference == one.id && alone.twin == nil)
  #expect(alone.procedure == Procedure(pilotSeconds: 20, sliceSeconds: 0.05))
  #expect(alone.minimumBlocks == 5 && alone.blocks.count == 5 && alone.budgetSeconds == 540)
  let both = try request(["--framework", "a"]).plan(of: [one, other])
  #expect(both.minimumBlocks == 8 && both.reference == other.id && both.twin == nil)
  let asked = try request(["--framework", "a", "--rounds", "3"]).plan(of: [one, other])
  #expect(asked.blocks.count == 3)
}

@Test func `a baseline is a stored run if its folder has one, and one that cannot be read is an error`()
  throws
{
  let sample = try PublishedSample()
  defer { sample.remove() }
  let words = ["--framework", "python", "--baseline"]
  #expect(try request(words + [sample.folder.path]).storedBaseline?.run.id == "sample")
  #expect(try request(words + ["node"]).storedBaseline == nil)
  try sample.change("run.json") { $0 = Data("{".utf8) }
  #expect(throws: RunStore.Failure.self) { try request(words + [sample.folder.path]) }
}
