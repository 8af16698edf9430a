import Contract
import Foundation
import Glibc
import LoadEngine
import Platform
import Record
import TestSupport
import Testing

@testable import Orchestration

private let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// Verifies the fixture app in one of its modes; returns the failures of the raw and the validated workload.
private func failures(ofMode mode: String) async throws -> [ConformanceRecord.Failure] {
  let catalogue = try WorkloadCatalogue(
    contentsOf: project.appending(path: "Sources/AdapterProtocol/Specification/v1/workloads.json"))
  let script = project.appending(path: "Tests/Fixtures/faulty/app.py").path
  let app = try ChildProcess(path: "/usr/bin/env", arguments: ["python3", script, mode])
  defer {
    app.signalGroup(SIGKILL)
    close(app.standardInput)
    close(app.standardOutput)
  }
  let port = try #require(Int(firstLine(from: app.standardOutput)))
  let verifier = ConformanceVerifier(client: HTTPClient(host: "127.0.0.1", port: port), seed: 3)
  let outcomes = try [
    verifier.verifyServer(), verifier.verify(catalogue.workload(named: "json-small")),
    verifier.verify(catalogue.workload(named: "json-small-validated")),
  ]
  #expect(outcomes.allSatisfy { $0.checks > 0 })
  #expect(app.exit == nil, "port \(port): \(app.standardErrorTail)")
  return outcomes.flatMap(\.failures)
}

/// What a descriptor gives before the first line feed, which may come in a piece of its own.
private func firstLine(from descriptor: Int32) -> String {
  var line: [UInt8] = []
  var byte: UInt8 = 0
  while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
  return String(decoding: line, as: UTF8.self)
}

@Suite struct ConformanceTests {
  @Test func `an app that does the work passes every check`() async throws {
    let failed = try await failures(ofMode: "right")
    #expect(failed == [], "\(failed)")
  }

  @Test(arguments: [
    ("caches", "random-values"), ("drops-a-field", "random-values"), ("string-for-number", "random-values"),
    ("content-type", "random-values"), ("echoes-bytes", "parsed-and-serialised"),
    ("accepts-anything", "refusal: $.id missing"),
    ("accepts-anything", "refusal: $ with an undeclared property"),
    ("accepts-anything", "refusal: $.name of a wrong type"), ("accepts-anything", "refusal: $.id too small"),
    ("crashes-on-malformed", "refusal: a truncated body"),
  ])
  func `a wrong app is refused by the check that is about its fault`(mode: String, check: String) async throws
  {
    let failed = try await failures(ofMode: mode)
    #expect(failed.contains { $0.check == check }, "\(failed.map { $0.check + ": " + $0.got })")
    for failure in failed {
      #expect(!failure.request.isEmpty && !failure.expected.isEmpty && !failure.got.isEmpty)
    }
  }

  /// Each is sent for `GET /health`; written as Python writes bytes.
  @Test(arguments: [
    (#"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"status":"ok"}"#, true),
    (#"HTTP/1.1 200\r\nContent-Length: 15\r\n\r\n{"status":"ok"}"#, true),
    (#"HTTP/1.9 200 OK\r\nContent-Length: 15, 15\r\n\r\n{"status":"ok"}"#, true),
    (
      #"HTTP/1.1 200 OK\r\nA: b\r\n c\r\nTransfer-Encoding: chunked\r\n\r\n00000000000000000F\r\n{"status":"ok"}\r\n0\r\n\r\n"#,
      true
    ),
    (#"HTTP/1.1 200 OK\nContent-Length: 15\n\n{"status":"ok"}"#, false),
    (#"HTTP/1.1 200 OK\r\nContent-Length: +15\r\n\r\n{"status":"ok"}"#, false),
    (#"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"status":"ok"} "#, false),
    (#"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf \r\n{"status":"ok"}\r\n0\r\n\r\n"#, false),
    (#"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n0\r\n\r\n"#, false),
  ])
  func `what verification takes for an answer is one in a load, and nothing else`(
    answer: String, isAnswer: Bool
  ) throws {
    let server = try FixtureServer("habits/server.py", "answers", answer)
    let outcome = ConformanceVerifier(
      client: HTTPClient(host: "127.0.0.1", port: Int(server.port)), seed: 3
    ).verifyServer()
    let health = outcome.failures.first { $0.check == "health" }
    #expect((health == nil) == isAnswer, "\(String(describing: health))")
    #expect(isAnswer || health?.got.contains("an answer that is not HTTP/1.1") == true)
    let shape = LoadShape(
      target: .loopback(port: server.port), connections: 1, requestLimit: 2, duration: .seconds(20))
    let request = PreparedRequest(bytes: Array("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
    let result = try LoadEngine.run(LoadSpec(shape), sending: [request], stop: StopFlag())
    #expect(result.answered == (isAnswer ? 2 : 0) && result.errors.total == (isAnswer ? 0 : 2))
  }

  @Test func `an app that is gone is a failure that says so, without a long wait`() async throws {
    let (verifier, address) = (HTTPVerifier(seed: 1), try #require(AppAddress(host: "127.0.0.1", port: 1)))
    let catalogue = try WorkloadCatalogue(
      contentsOf: project.appending(path: "Sources/AdapterProtocol/Specification/v1/workloads.json"))
    let server = verifier.check(nil, at: address)
    #expect(server.failures.map(\.check) == ["health", "unknown-path", "head"])
    let workload = verifier.check(try catalogue.workload(named: "json-small"), at: address)
    #expect(workload.failures.map(\.check) == ["random-values", "random-values", "random-values"])
    #expect((server.failures + workload.failures).allSatisfy { $0.got.hasPrefix("no answer") })
  }
}
