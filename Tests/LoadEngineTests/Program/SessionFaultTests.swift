import Foundation
import Platform
import SeededRandom
import Synchronization
import Testing

@testable import LoadEngine

/// Users at a server whose answers go wrong at random: whatever it does, nothing is lost, and what is told is what it has done.
@Suite(.serialized) struct SessionFaultTests {
  /// How many seeds are tried; `make sessions` tries 200.
  static let runs = ProcessInfo.processInfo.environment["HARNESS_FAULTS"].flatMap { Int($0) } ?? 10

  /// What the server does with a request.
  enum Deed: CaseIterable {
    case ok, dribbled, chunked, closing, wrong, incomplete, tooMany, unavailable, reset, truncated, silent

    /// How likely it is beside the others.
    var weight: Int {
      switch self {
      case .ok: 60
      case .dribbled, .chunked, .closing, .wrong, .incomplete: 4
      case .tooMany, .unavailable, .reset, .truncated: 5
      case .silent: 1
      }
    }

    /// One of them, the same for the same key.
    init(_ key: String, seed: UInt64) {
      var random = SeededGenerator(seed: seed, stream: key)
      var number = random.integer(in: 1...Self.allCases.reduce(0) { $0 + $1.weight })
      for deed in Self.allCases {
        number -= deed.weight
        if number <= 0 {
          self = deed
          return
        }
      }
      self = .ok
    }

    var steps: [ScriptedServer.Step] {
      let body = #"{"list":[1,{"id":2}],"id":7}"#
      func answer(_ line: String, _ body: String, _ field: String = "") -> String {
        "HTTP/1.1 \(line)\r\n\(field)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
      }
      switch self {
      case .ok: return [.send(answer("200 OK", body))]
      case .dribbled: return [.dribble(answer("200 OK", body))]
      case .chunked:
        let chunks =
          "5\r\n\(body.prefix(5))\r\n\(String(body.count - 5, radix: 16))\r\n\(body.dropFirst(5))\r\n0\r\n\r\n"
        return [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)]
      case .closing: return [.send(answer("200 OK", body, "Connection: close\r\n")), .close]
      case .wrong: return [.send(answer("200 OK", #"{"id":8}"#))]
      case .incomplete: return [.send(answer("200 OK", #"{"other":7}"#))]
      case .tooMany: return [.send(answer("429 Wait", ""))]
      case .unavailable: return [.send(answer("503 Not now", "no", "Connection: close\r\n")), .close]
      case .reset: return [.reset]
      case .truncated: return [.send(String(answer("200 OK", body).dropLast(4))), .close]
      case .silent: return [.hang]
      }
    }
  }

  /// What the server has done with how many requests.
  final class Deeds: Sendable {
    private let state = Mutex<(seen: [String: Int], done: [Deed: Int])>(([:], [:]))

    func next(_ path: String, seed: UInt64) -> Deed {
      state.withLock { state in
        state.seen[path, default: 0] += 1
        let deed = Deed("\(path) \(state.seen[path] ?? 0)", seed: seed)
        state.done[deed, default: 0] += 1
        return deed
      }
    }

    subscript(_ deeds: Deed...) -> Int {
      state.withLock { state in deeds.reduce(0) { $0 + (state.done[$1] ?? 0) } }
    }
  }

  static let program: Program = {
    let retry = Program.Retry(
      kinds: [.connect, .reset, .closedIdle], statuses: [429, 503], times: 2, first: 0.002, factor: 2,
      most: 0.01,
      jitter: 0.5)
    var requests: [Program.Request] = [
      .get("/login/", .key),
      .get("/list/", .key, "/", .iteration, captures: [.init(pointer: ["id"], variable: Program.a)]),
      .post("/change/", .key, "/", .iteration, body: ["{\"id\":", .variable(Program.a, .json), "}"]),
      .get("/look/", .key, "/", .iteration, checks: [.init(variable: Program.b, expected: ["7"])]),
    ]
    requests[0].onError = .user
    requests[3].captures = [.init(pointer: ["id"], variable: Program.b, isOptional: true)]
    requests[1].retry = retry
    requests[3].retry = retry
    requests[2].onError = .step
    var program = Program(
      requests,
      [
        .send(0), .end(.flow), .send(1), .pause(.init(.exponential(mean: 0.002), maximum: 0.02)), .send(2),
        .send(3), .end(.flow),
      ])
    program.prologue = 0
    program.flows[0].start = 2
    program.steps[0].flow = nil
    return program
  }()

  @Test(arguments: 0..<runs) func `every sum holds, and is the server's own`(seed: Int) throws {
    let (seed, deeds) = (UInt64(seed), Deeds())
    let server = try ScriptedServer { deeds.next($0.path, seed: seed).steps }
    defer { server.stop() }
    var plan = SessionPlan.closed(6, flows: 6, seed: seed)
    if !seed.isMultiple(of: 2) {
      plan = SessionPlan(
        .open(Arrivals(.constant(300), .poisson(seed: seed))), users: 40, iterations: .init(.constant(2)),
        seed: seed, keyPrefix: "u")
    }
    let users = plan
    var spec = Load.spec(server.port, connections: 6, duration: .seconds(120)).spec
    spec.requestTimeout = .seconds(1)
    spec.drainLimit = .seconds(30)
    spec.poller = seed.isMultiple(of: 3) ? .epoll : .auto
    let result = try LoadEngine.run(spec, stop: StopFlag(), ring: LoadEngine.ringProblem()) {
      SessionSource(Self.program, users, $0, seats: 6)
    }
    let sessions = try #require(result.sessions)
    var failed = ErrorLedger()
    for step in sessions.steps {
      #expect(step.begun == step.passed + step.failed.total && step.unfinished == 0)
      failed.merge(step.failed)
    }
    let flow = sessions.flows[0]
    #expect(flow.begun == flow.completed + flow.failed.total && flow.unfinished == 0)
    let (begun, passed) = sessions.steps.reduce((0, 0)) { ($0.0 + $1.begun, $0.1 + $1.passed) }
    let retries = sessions.steps.reduce(0) { $0 + $1.retries }
    #expect(result.sent == begun && result.answered == passed && result.errors.byName == failed.byName)
    #expect(result.unfinished == 0 && result.connectFailures == 0)
    // Each request was read as often as it was sent, and came to what the server has done with it; what came too late is a timeout.
    #expect(server.records.count == begun + retries + result.resent)
    let late = failed[.timeout] - deeds[.silent]
    #expect(late >= 0)
    let right = deeds[.ok, .dribbled, .chunked, .closing]
    // Half of the steps do not look at what is wrong.
    #expect((right...right + deeds[.wrong, .incomplete]).contains(passed + late))
    #expect(
      passed + failed[.check] + failed[.capture] + late == right + deeds[.wrong, .incomplete] || late > 0)
    let faults = deeds[.tooMany, .unavailable, .reset, .truncated]
    let told =
      failed[.status4xx] + failed[.status5xx] + failed[.reset] + failed[.closedIdle] + failed[.truncated]
    #expect(told + retries + result.resent <= faults && faults - told - retries - result.resent <= late)
    #expect(failed.total == told + failed[.check] + failed[.capture] + failed[.timeout])
  }
}
