import LoadEngine
import Orchestration
import Platform
import Testing

@testable import Commands

private func load(_ words: String..., url: String = "http://127.0.0.1:8080/a") throws -> HTTPLoad {
  try load(words, url: url)
}

private func load(_ words: [String], url: String = "http://127.0.0.1:8080/a") throws -> HTTPLoad {
  try #require(try Harness.request(["load"] + words + [url]) as? LoadRequest).complete()
}

extension HTTPLoad {
  /// How our own engine speaks; nil when it does not.
  fileprivate var engine: Engine? {
    guard case .engine(let engine) = driver else { return nil }
    return engine
  }
}

@Suite struct LoadRequestTests {
  @Test func `without flags a load is a closed loop of ten seconds`() throws {
    let usual = try load()
    #expect(usual.connections == 32 && usual.seconds == 10 && usual.timeoutSeconds == 10)
    #expect(usual.acceptedStatuses == 200...399 && !usual.followsRedirects && !usual.isOpenEnded)
    #expect(usual.rate == nil && usual.requestLimit == nil && usual.poissonSeed == nil)
    #expect(usual.method == "GET" && usual.body == nil && usual.headers == [] && usual.cpus == [])
    #expect(usual.tls.verifies && usual.tls.resumes)
    let engine = try #require(usual.engine)
    #expect(engine.batch == nil && engine.batchSeconds == 100e-6 && engine.tickSeconds == 0)
    #expect(engine.pipelineDepth == 1 && engine.stampsReceives == nil && engine.poller == .auto)
    #expect(engine.keepsConnections)
  }

  @Test func `every flag is where it belongs`() throws {
    let cpu = try #require(try CPUTopology.current().allowed.last)
    let open = try load(
      "-c", "3", "-d", "5", "-n", "900", "--timeout", "2", "--rate", "50", "--tick", "500", "--arrivals",
      "poisson", "--seed", "8", "--receive-stamps", "program", "--generator-cpus", "\(cpu)", "--body", "{}",
      "-H",
      "A: 1", "-H", "B: 2", "--poller", "epoll", "--no-keep-alive")
    #expect(open.connections == 3 && open.seconds == 5 && open.requestLimit == 900)
    #expect(open.timeoutSeconds == 2 && open.rate == .constant(50))
    #expect(open.poissonSeed == 8 && open.cpus == [cpu])
    #expect(open.body == Array("{}".utf8) && open.method == "POST" && open.headers == ["A: 1", "B: 2"])
    let ours = try #require(open.engine)
    #expect(ours.tickSeconds == 0.0005 && ours.stampsReceives == false)
    #expect(ours.poller == .epoll && !ours.keepsConnections)
    let closed = try load(
      "--pipeline", "4", "--batch", "8", "--batch-wait", "50", "--method", "PUT", "--tls", "1.3",
      "--insecure", "--server-name", "a.example", "--no-resumption", url: "https://127.0.0.1/")
    let engine = try #require(closed.engine)
    #expect(engine.pipelineDepth == 4 && engine.batch == 8 && engine.batchSeconds == 50e-6)
    #expect(closed.method == "PUT" && closed.tls.version == .v13 && !closed.tls.verifies)
    #expect(closed.tls.serverName == "a.example" && !closed.tls.resumes)
    guard case .http2(streams: 5) = try load("--http2", "5").driver else {
      Issue.record("--http2 does not choose who speaks")
      return
    }
    #expect(try load("--ramp", "0-9").rate == .ramp(from: 0, to: 9))
    #expect(try load("--steps", "1,2").rate == .steps([1, 2]))
  }

  @Test func `only a duration that is given cuts a number of requests`() throws {
    #expect(try load("-n", "5").isOpenEnded && load("-n", "5", "--rate", "9").isOpenEnded)
    #expect(try !load("-n", "5", "-d", "10").isOpenEnded)
  }

  @Test func `statuses are a number or a range`() throws {
    #expect(try load("--expect-status", "204").acceptedStatuses == 204...204)
    let follow = try load("--follow", "--expect-status", "200-299")
    #expect(follow.followsRedirects && follow.acceptedStatuses == 200...299)
    for text in ["20", "299-200", "200-", "-200", "1000", "200,204"] {
      #expect(throws: UsageError.self) { try load("--expect-status", text) }
    }
  }

  @Test(arguments: [["--tick", "100"], ["--arrivals", "poisson"], ["--seed", "3"]])
  func `what is about an open loop goes with its rate`(words: [String]) throws {
    #expect(throws: UsageError("\(words[0]) goes with --rate, --ramp or --steps")) {
      try Harness.request(["load"] + words + ["http://127.0.0.1/"])
    }
    _ = try Harness.request(["load", "--steps", "1,2"] + words + ["http://127.0.0.1/"])
  }

  @Test(arguments: [
    (
      ["-H", "Content-Length: 3", "--body", "hello"],
      "--header: Content-Length says `3`, and the body has 5 bytes"
    ),
    (["-H", "Host: a", "-H", "Host: b"], "--header: Host is given twice; a request has one"),
    (["-H", "Connection: close", "--http2", "2"], "--header: HTTP/2 has no `connection`"),
    (
      ["-H", "Connection: keep-alive", "--no-keep-alive"],
      "--no-keep-alive closes connections, and --header keeps them"
    ),
    (
      ["-H", "Connection: close", "--pipeline", "2"],
      "--pipeline goes with a closed loop whose connections are kept"
    ),
    (["-H", "two words: x"], "--header wants `name: value` without blanks in the name"),
    (["-H", "a: b\u{1}"], "--header wants `name: value`"), (["-H", ": x"], "--header wants `name: value`"),
    (["--method", "G T"], "--method wants a name like GET"),
    (["--method", "CONNECT"], "servers are loaded, not proxies"),
  ])
  func `fields that cannot be are refused`(words: [String], sentence: String) {
    #expect { try load(words) } throws: {
      ($0 as? UsageError)?.description.hasPrefix(sentence) == true
        || ($0 as? UsageError)?.description.hasSuffix(sentence) == true
    }
  }

  @Test func `a Connection field is obeyed`() throws {
    #expect(try load("-H", "Connection: close").engine?.keepsConnections == false)
    #expect(try load("-H", "connection: Keep-Alive").engine?.keepsConnections == true)
  }

  @Test func `a body may be empty`() throws {
    #expect(try load("--body", "").body == [] && load("--body", "").method == "POST")
    #expect(try load("--body-file", "/dev/null").body == [])
  }

  @Test func `files are read when the load begins, not when it is asked for`() throws {
    let request = try #require(
      try Harness.request(["load", "--body-file", "/no/such", "http://127.0.0.1/"]) as? LoadRequest)
    #expect(throws: UsageError("--body-file: `/no/such` cannot be read: No such file or directory")) {
      try request.complete()
    }
    #expect(throws: UsageError("give --body or --body-file, not both")) {
      try Harness.request(["load", "--body", "x", "--body-file", "y", "http://127.0.0.1/"])
    }
  }
}
