import Orchestration
import Testing

@testable import Commands

private func load(_ words: String..., url: String = "http://127.0.0.1:8080/a") throws -> HTTPLoad {
  try #require(try Harness.request(["load"] + words + [url]) as? LoadRequest).complete()
}

@Suite struct LoadRequestTests {
  @Test func `without flags a load is a closed loop of ten seconds`() throws {
    let usual = try load()
    #expect(usual.connections == 32 && usual.seconds == 10 && usual.timeoutSeconds == 10)
    #expect(usual.rate == nil && usual.requestLimit == nil && usual.poissonSeed == nil)
    #expect(usual.method == "GET" && usual.body == nil && usual.headers == [] && usual.poller == "auto")
    #expect(usual.batch == nil && usual.batchSeconds == 100e-6 && usual.tickSeconds == 0)
    #expect(usual.pipelineDepth == 1 && usual.http2Streams == nil && usual.stampsReceives == nil)
    #expect(usual.keepsConnections && usual.cpus == [] && usual.tls.verifies && usual.tls.resumes)
  }

  @Test func `every flag is where it belongs`() throws {
    let open = try load(
      "-c", "3", "-d", "5", "-n", "900", "--timeout", "2", "--rate", "50", "--tick", "500", "--arrivals",
      "poisson", "--seed", "8", "--receive-stamps", "program", "--generator-cpus", "0", "--body", "{}", "-H",
      "A: 1", "-H", "B: 2", "--poller", "epoll", "--no-keep-alive")
    #expect(open.connections == 3 && open.seconds == 5 && open.requestLimit == 900)
    #expect(open.timeoutSeconds == 2 && open.rate == .constant(50) && open.tickSeconds == 0.0005)
    #expect(open.poissonSeed == 8 && open.stampsReceives == false && open.cpus == [0])
    #expect(open.body == Array("{}".utf8) && open.method == "POST" && open.headers == ["A: 1", "B: 2"])
    #expect(open.poller == "epoll" && !open.keepsConnections)
    let closed = try load(
      "--pipeline", "4", "--batch", "8", "--batch-wait", "50", "--method", "PUT", "--tls", "1.3",
      "--insecure", "--server-name", "a.example", "--no-resumption", url: "https://127.0.0.1/")
    #expect(closed.pipelineDepth == 4 && closed.batch == 8 && closed.batchSeconds == 50e-6)
    #expect(closed.method == "PUT" && closed.tls.version == "1.3" && !closed.tls.verifies)
    #expect(closed.tls.serverName == "a.example" && !closed.tls.resumes)
    #expect(try load("--http2", "5").http2Streams == 5)
    #expect(try load("--ramp", "0-9").rate == .ramp(from: 0, to: 9))
    #expect(try load("--steps", "1,2").rate == .steps([1, 2]))
  }

  @Test func `files are read when the load begins, not when it is asked for`() throws {
    let request = try #require(
      try Harness.request(["load", "--body-file", "/no/such", "http://127.0.0.1/"]) as? LoadRequest)
    #expect(throws: UsageError("--body-file: `/no/such` cannot be read")) { try request.complete() }
    #expect(throws: UsageError("give --body or --body-file, not both")) {
      try Harness.request(["load", "--body", "x", "--body-file", "y", "http://127.0.0.1/"])
    }
  }
}
