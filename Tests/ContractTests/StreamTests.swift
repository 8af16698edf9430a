import Foundation
import JSON
import TestSupport
import Testing

@testable import Contract

@Suite struct StreamTests {
  private func catalogue() throws -> WorkloadCatalogue {
    try WorkloadCatalogue(contentsOf: Project.workloads)
  }

  @Test func `streams are a part of the contract that need not be served`() throws {
    let catalogue = try catalogue()
    let streams = catalogue.workloads.filter { $0.exchange != nil }
    #expect(
      streams.map(\.category) == ["event-streams", "event-streams"] + Array(repeating: "websockets", count: 6)
    )
    #expect(streams.allSatisfy { !$0.isOfContract && !$0.isValidated && !$0.isMix })
    let suite = try #require(catalogue.workloads(inSuite: "streaming"))
    #expect(suite.map(\.name) == ["sse-burst", "sse-ticks", "ws-512", "ws-512-x8"])
  }

  @Test func `a stream's request says how many events there are, and from which on`() throws {
    let ticks = try catalogue().workload(named: "sse-ticks")
    let requests = ticks.requests(seed: 1, count: 3)
    #expect(requests.count == 3 && requests.allSatisfy { $0 == requests[0] })
    #expect(
      requests[0].target == "/sse?events=3&interval_ms=5"
        && requests[0].fields == ["Accept: text/event-stream"])
    #expect(requests[0].expected.body == .events(first: 1, last: 3))
    guard case .stream(let stream) = ticks.origin else { throw CancellationError() }
    let later = stream.events(9, every: 0, after: 4)
    #expect(later.fields.last == "Last-Event-ID: 4" && later.expected.body == .events(first: 5, last: 9))
  }

  @Test(arguments: ["ws-16", "ws-512", "ws-512-text", "ws-512-x8", "ws-4k", "ws-64k"])
  func `messages have their size, and the same values for the same seed`(name: String) throws {
    let workload = try catalogue().workload(named: name)
    guard case .messages(let bytes, let isText, _) = workload.exchange else { throw CancellationError() }
    let messages = workload.requests(seed: 7, count: 4)
    #expect(
      messages == workload.requests(seed: 7, count: 4) && messages != workload.requests(seed: 8, count: 4))
    #expect(Set(messages.map(\.body)).count == 4 && messages.allSatisfy { $0.body.count == bytes })
    #expect(!isText || messages.allSatisfy { String(validating: $0.body, as: UTF8.self) != nil })
    #expect(messages.allSatisfy { $0.target == "/ws" })
  }

  @Test func `what is sent beside held streams is a preset's requests`() throws {
    let catalogue = try catalogue()
    let suite = try #require(catalogue.workloads(inSuite: "held"))
    #expect(
      suite.map(\.name) == [
        "json-small", "json-small-validated", "events-1000", "sockets-1000", "unread-20",
      ])
    #expect(suite[2].requests(seed: 3, count: 2) == suite[0].requests(seed: 3, count: 2))
    #expect(suite.suffix(3).allSatisfy { !$0.isOfContract && !$0.isValidated && $0.exchange == nil })
    let openings = suite.map { $0.held?.opening.target }
    #expect(
      openings == [
        nil, nil, "/sse?events=1000000&interval_ms=1000", "/ws", "/sse?events=20000&interval_ms=0",
      ])
    #expect(suite[3].held?.description.connections == 1000)
    #expect(suite.map { $0.held?.isRead } == [nil, nil, true, true, false])
    let text = #"{ suite: 1, name: "s", mixes: { m: { parts: { "events-1000": 1 } } } }"#
    let file = try SuiteFile(parsing: text, named: "s.json5", in: Project.folder)
    #expect(throws: WorkloadCatalogue.Failure.self) { try self.catalogue().adding(file) }
  }

  @Test func `a mix has no streams in it`() throws {
    let text = #"{ suite: 1, name: "s", mixes: { m: { parts: { "ws-16": 1 } } } }"#
    let file = try SuiteFile(parsing: text, named: "s.json5", in: Project.folder)
    #expect { try self.catalogue().adding(file) } throws: { "\($0)".contains("the unknown workload `ws-16`") }
  }

  /// The examples of the WHATWG's HTML standard, 9.2.6, and what goes with line ends.
  @Test(
    arguments: [
      (
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
        [("1", "", "first event"), ("", "", "second event")]
      ),
      ("data\n\ndata\ndata\n\ndata:", [("", "", ""), ("", "", "\n")]),
      ("data:test\n\ndata: test\n\n", [("", "", "test"), ("", "", "test")]),
      (
        "\u{FEFF}event: add\r\ndata: 73857293\r\rid: x\0y\ndata: a:b\nother: c\n\n",
        [("", "add", "73857293"), ("", "", "a:b")]
      ),
      ("id: 4\n\ndata: x\n\n", [("4", "", "x")]),
    ] as [(String, [(String, String, String)])])
  func `events are read as the standard says`(text: String, events: [(String, String, String)]) {
    let wanted = events.map { StreamedEvent(id: $0.0, type: $0.1, data: $0.2) }
    #expect(StreamedEvent.all(in: Array(text.utf8)) == wanted)
  }

  @Test(
    arguments: [
      ([1, 2, 3], "tick", nil), ([1, 2], "tick", "there are 2 events, not 3"),
      ([1, 2, 3, 4], "tick", "there are 4 events, not 3"), ([1, 3, 2], "tick", "the id `3`, not `2`"),
      ([1, 2, 3], "tock", "is a `tock`"), ([], "tick", "there are 0 events"),
    ] as [([Int], String, String?)])
  func `a stream with other events is not right`(numbers: [Int], type: String, difference: String?) {
    let body = numbers.map { "id: \($0)\nevent: \(type)\ndata: { \"seq\": \($0) }\n\n" }.joined()
    let answer = ExpectedAnswer(body: .events(first: 1, last: 3))
    let found = answer.difference(status: 200, head: [], body: Array(body.utf8))
    #expect(difference.map { found?.contains($0) ?? false } ?? (found == nil), "\(found ?? "nothing")")
  }

  @Test func `the data of an event are compared too`() {
    let body = Array("id: 1\nevent: tick\ndata: {\"seq\":2}\n\n".utf8)
    let answer = ExpectedAnswer(body: .events(first: 1, last: 1))
    #expect(answer.difference(status: 200, head: [], body: body)?.contains("not `{\"seq\":1}`") == true)
  }
}
