import Foundation
import Testing

@testable import Commands

/// What is changed in a run in such a way that its manifest agrees is found where it contradicts the rest.
@Suite(.serialized) struct TamperingTests {
  @Test(arguments: [
    // What is published.
    (
      "a-x/w.json", #""requests" : 8001"#, #""requests" : 9"#, "cells",
      "a-x/w.json: /requests: stored 9, recomputed 8001"
    ),
    (
      "comparison.csv", "w,w,a/x,throughput,requests/s,measured,8",
      "w,w,a/x,throughput,requests/s,measured,9",
      "comparison.csv", "line 2: "
    ),
    ("BENCHMARK_RESULTS.md", "2.00×", "2.01×", "BENCHMARK_RESULTS.md", "line "),
    ("report.html", "2.00 times", "2.01 times", "report.html", "line "),
    ("comparison.json", #""schemaVersion" : 6"#, #""schemaVersion" : 7"#, "schema", "schema version 7"),
    // The plan.
    (
      "run.json", "\"sample\"", "\"simple\"", "comparison.json",
      "/run: stored \"sample\", recomputed \"simple\""
    ),
    ("run.json", #""schemaVersion" : 2"#, #""schemaVersion" : 3"#, "schema", "run.json: schema version 3"),
    ("run.json", "\"host\"", "\"hosts\" : 1, \"host\"", "trials", "run.json is not as harness writes it: "),
    (
      "run.json", #""minimumBlocks" : 8"#, #""minimumBlocks" : -8"#, "trials",
      "run.json: -8 to 8 blocks cannot be planned"
    ),
    (
      "run.json", #""b/y""#, #""a/x""#, "trials",
      "run.json: a block does not have everybody and every condition once"
    ),
    (
      "run.json", #""sliceSeconds" : 1"#, #""sliceSeconds" : 1e-300"#, "trials",
      "run.json: a time is out of range"
    ),
    (
      "run.json", #""share" : 0.5"#, #""share" : 5e300"#, "trials",
      "run.json: family latency: a condition's number is out of range"
    ),
    // What happened.
    ("journal.jsonl", "\n", "\n{", "trials", "cannot read the stored run"),
    (
      "journal.jsonl", #""rate":500"#, #""rate":501"#, "trials",
      "journal.jsonl: the design does not follow from the plan and the pilots"
    ),
    (
      "journal.jsonl", #""requestsPerSecond":1000."#, #""requestsPerSecond":1010."#, "trials",
      "journal.jsonl: the design does not follow from the plan and the pilots"
    ),
    (
      "journal.jsonl", #""a/x":{"seconds":0.5}"#, #""a/x":{"seconds":0.4}"#, "trials",
      "journal.jsonl: the design does not follow from the plan and the pilots"
    ),
    (
      "journal.jsonl", #""requestsPerSecond":1000."#, #""requestsPerSecond":-1000."#, "trials",
      "journal.jsonl: the pilot of a/x cannot be"
    ),
    (
      "journal.jsonl", #""session":{"block":0"#, #""session":{"block":99"#, "trials",
      "journal.jsonl: the session of a/x in block 99 cannot be"
    ),
    (
      "journal.jsonl", #""reason":"rounds""#, #""reason":"precision""#, "trials",
      "journal.jsonl: there cannot have been an end after 8 blocks by precision"
    ),
    (
      "journal.jsonl", #"{"blocks":8,"#, #"{"blocks":7,"#, "trials",
      "journal.jsonl: there cannot have been an end after 7 blocks by rounds"
    ),
    (
      "journal.jsonl", #"{"blocks":8,"#, #"{"blocks":7,"#, "trials",
      "trial 43: it is block 7 of a/x under w, where the plan has the end"
    ),
    // A trial.
    (
      "journal.jsonl", #""block":1,"condition""#, #""block":0,"condition""#, "trials",
      "trial 7: it is block 0 of a/x under w, where the plan has block 1 of a/x under w"
    ),
    (
      "journal.jsonl", #""condition":"w at 50%""#, #""condition":"w at 51%""#, "trials",
      "trial 4: its condition w at 51% is none of the plan's"
    ),
    (
      "journal.jsonl", #""throughput":1000"#, #""throughput":1001"#, "trials",
      "trial 1: the figure throughput does not follow from the load and the metrics"
    ),
    (
      "journal.jsonl", #""startup":200000000"#, #""start":200000000"#, "trials",
      "trial 1: a figure is none of the plan's"
    ),
    (
      "journal.jsonl", #""memory.rss":50000000"#, #""memory.rss":50000001"#, "trials",
      "trial 1: the figure memory does not follow from the load and the metrics"
    ),
    (
      "journal.jsonl", "with status 3", "with status 4", "comparison.json",
      "/families/1/points/0/cells/1/reason/"
    ),
    (
      "journal.jsonl", #""windowNanoseconds":1000000000"#, #""windowNanoseconds":1000000001"#, "trials",
      "trial 1: the gate littles-law does not follow from the figures"
    ),
    (
      "journal.jsonl", #""limit":0.8,"#, #""limit":0.9,"#, "trials",
      "trial 1: the gate ports does not follow from the figures"
    ),
    (
      "journal.jsonl", #""stolenNanoseconds":0"#, #""stolenNanoseconds":-1"#, "trials",
      "trial 1: what the machine did is out of range"
    ),
    (
      "journal.jsonl", #""answered":1000,"#, #""answered":1001,"#, "trials",
      "trial 1: 1000 requests were sent, but 1001 ended"
    ),
    (
      "journal.jsonl", #""vanished":0"#, #""vanished":-1"#, "trials",
      "trial 1: -1 processes cannot have ended"
    ),
    (
      "journal.jsonl", #""unavailable":[]"#,
      #""unavailable":[{"metrics":["memory.rss"],"reason":"hidden"}]"#, "trials",
      "trial 1: a metric is both there and missing"
    ),
    // A series.
    (
      "series.jsonl", #""memory.rss":[50000000,50000200,50000400,50000600,50000800,50001000,50001200"#,
      #""memory.rss":[50000000,50000200,50000400,50000600,50000800,50001000,50009200"#, "comparison.json",
      "/memory/0/bytesPerRequest: "
    ),
    (
      "series.jsonl", #""requests":[0,100,"#, #""requests":[1,100,"#, "trials",
      "series.jsonl line 1: it has more requests than 1000"
    ),
    (
      "series.jsonl", #""endNanoseconds":11"#, #""endNanoseconds":12"#, "trials",
      "series.jsonl line 1: its window is not that of the trial"
    ),
    (
      "series.jsonl", #""times":[0,100000000"#, #""times":[0,900000000"#, "trials",
      "series.jsonl line 1: its samples are not in the order of their times"
    ),
    (
      "series.jsonl", #""memory.rss":[50000000,"#, #""memory.rss":["#, "trials",
      "series.jsonl line 1: it does not have a number in range, or none, for each sample"
    ),
    (
      "series.jsonl", #""durationNanoseconds":2000000"#, #""durationNanoseconds":-9"#, "trials",
      "series.jsonl line 1: its events cannot be"
    ),
    (
      "series.jsonl", #""block":1,"#, #""block":0,"#, "trials",
      "series.jsonl line 7: it belongs to no trial that was measured, or not in this order"
    ),
  ])
  func `a change that the manifest agrees with is found where it contradicts the trials`(
    file: String, text: String, other: String, check: String, problem: String
  ) throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    try sample.replace(text, with: other, in: file)
    let failures = sample.failures
    #expect(failures["manifest"] == nil)
    #expect(failures[check]?.contains { $0.contains(problem) } == true, "\(failures)")
  }

  @Test func `numbers that no run can have are contradictions, not crashes`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    let original = try Data(contentsOf: sample.folder.appending(path: "journal.jsonl"))
    for other in ["-1", "0", "9223372036854775807", "4611686018427387904"] {
      for name in [
        "windowNanoseconds", "sent", "answered", "answeredInWindow", "threads", "minimum", "checked",
        "endNanoseconds", "blocks",
      ] {
        let line = String(decoding: original, as: UTF8.self)
        let member = try #require(line.firstMatch(of: try Regex("\"\(name)\":[0-9]+")))
        try sample.replace(String(line[member.range]), with: "\"\(name)\":\(other)", in: "journal.jsonl")
        #expect(sample.failures.keys.contains { $0 != "manifest" }, "\(name) \(other)")
        try sample.change("journal.jsonl", recorded: true) { $0 = original }
      }
    }
  }

  @Test func `a trial that is missing from a complete run is a contradiction`() throws {
    let sample = try PublishedSample()
    defer { sample.remove() }
    try sample.leaveOutLast("trial")
    let problems = sample.failures["trials"] ?? []
    let expected = "it is the end, where the plan has block 7 of a/x (twin) under w at 50%"
    #expect(problems.contains { $0.contains(expected) }, "\(problems)")
  }
}
