import Foundation
import Glibc
import HTTP
import Platform
import Statistics
import Testing

@testable import LoadEngine

/// nghttpd, a server of HTTP/2 only; `/index.html` is "hello", and what is posted comes back.
private final class HTTP2Server {
  let port: UInt16
  private let process: ChildProcess
  private let folder = FileManager.default.temporaryDirectory.appending(path: "harness-http2-\(UUID())")

  /// All requests as it saw them, when it has ended; only if it is `verbose`, which is for few of them.
  func log() -> String {
    process.signalGroup(SIGTERM)
    let output = FileHandle(fileDescriptor: process.standardOutput).readDataToEndOfFile()
    return String(decoding: output, as: UTF8.self)
  }

  init(isSecure: Bool, verbose: Bool = false) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("hello".utf8).write(to: folder.appending(path: "index.html"))
    port = try ScriptedServer.closedPort()
    _ = TLSServer.authorities
    let key = TLSServer.folder.appending(path: "k.pem").path
    process = try ChildProcess(
      path: "/usr/sbin/nghttpd",
      arguments: ["-a", "127.0.0.1", "-d", folder.path, "--echo-upload"] + (isSecure ? [] : ["--no-tls"])
        + (verbose ? ["-v"] : []) + ["\(port)"] + (isSecure ? [key, TLSServer.authorities] : []))
    let target = SocketAddress.loopback(port: port)
    for _ in 0..<1000 {
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(socket) }
      if target.withKernelForm({ connect(socket, $0, $1) }) == 0 { return }
      usleep(10_000)
    }
    Issue.record("no server: \(process.standardErrorTail)")
  }

  deinit {
    process.signalGroup(SIGKILL)
    close(process.standardInput)
    close(process.standardOutput)
    try? FileManager.default.removeItem(at: folder)
  }

  /// A load that trusts the server.
  func spec(
    isSecure: Bool, _ requests: [HTTPRequest]? = nil, connections: Int = 3, streams: Int = 5,
    limit: Int? = nil, duration: Duration = .seconds(20)
  ) -> HTTP2Spec {
    let authority = "localhost:\(port)"
    var spec = HTTP2Spec(
      LoadShape(
        target: .loopback(port: port), connections: connections, requestLimit: limit, duration: duration),
      authority: authority,
      requests: requests ?? [HTTPRequest(method: "GET", target: "/", host: authority)], streams: streams)
    guard isSecure else { return spec }
    var tls = TLSSettings(serverName: "localhost")
    tls.authoritiesFile = TLSServer.authorities
    spec.tls = tls
    return spec
  }
}

/// Checks what holds of every result.
private func run(_ spec: HTTP2Spec) throws -> LoadResult {
  let result = try HTTP2Driver.run(spec, stop: StopFlag())
  #expect(result.sent == result.answered + result.errors.total + result.unfinished)
  #expect(result.latency.count == UInt64(result.answered) && result.pollerName.contains("HTTP/2"))
  return result
}

struct HTTP2Tests {
  @Test(arguments: [false, true])
  func `a closed loop sends just what was asked over the connections it was given`(isSecure: Bool) throws {
    let server = try HTTP2Server(isSecure: isSecure)
    var spec = server.spec(isSecure: isSecure, limit: 500)
    let progress = LoadProgress()
    spec.progress = progress
    let result = try run(spec)
    #expect(progress.answered == 500)
    #expect(result.sent == 500 && result.answered == 500 && result.statusCounts == [200: 500])
    #expect(result.connectionsOpened == 3 && result.tls?.handshakes == (isSecure ? 3 : nil))
    #expect(result.bytesReceived > 500 * 5 && result.windowNanoseconds < 15_000_000_000)
  }

  @Test(arguments: [false, true])
  func `an open loop sends what is due, and latency counts from then`(isSecure: Bool) throws {
    let server = try HTTP2Server(isSecure: isSecure)
    var spec = server.spec(isSecure: isSecure, duration: .seconds(1))
    spec.pacing = .open(Arrivals(.constant(300)))
    let result = try run(spec)
    #expect(result.sent + result.unsent == 300 && result.answered == result.sent && result.sent > 250)
    #expect(
      result.lateness.count == UInt64(result.sent) && result.uncorrectedLatency.count == result.latency.count)
  }

  @Test func `bodies of all variants arrive`() throws {
    let server = try HTTP2Server(isSecure: false)
    let bodies = [[UInt8](repeating: 120, count: 100_000), Array("small".utf8)]
    let requests = bodies.map {
      HTTPRequest(method: "POST", target: "/", host: "localhost", fields: ["x-a: b"], body: $0)
    }
    let result = try run(server.spec(isSecure: false, requests, connections: 2, streams: 2, limit: 40))
    #expect(result.answered == 40, "\(result.errors), unfinished \(result.unfinished), sent \(result.sent)")
    // About half of them are large: each stream sends both in turn, but some send more than others.
    let large = 10 * 100_000..<30 * 100_000
    #expect(large.contains(result.bytesReceived) && large.contains(result.bytesSent))
  }

  @Test(arguments: [
    (
      HTTPRequest(method: "GET", target: "/a/../b|c[%zz]?x=[1]", host: "h:1"),
      ["GET", "/a/../b|c[%zz]?x=[1]"], []
    ),
    (HTTPRequest(method: "POST", target: "/", host: "h:1"), ["POST", "/"], ["content-length: 0"]),
    (
      HTTPRequest(method: "PUT", target: "/", host: "h:1", fields: ["X-Empty:", "accept: a/b"], body: []),
      ["PUT", "/"], ["x-empty: ", "accept: a/b", "content-length: 0"]
    ),
  ])
  func `what goes out is what was asked, letter by letter`(
    request: HTTPRequest, line: [String], fields: [String]
  ) throws {
    let server = try HTTP2Server(isSecure: false, verbose: true)
    _ = try run(server.spec(isSecure: false, [request], connections: 1, streams: 1, limit: 1))
    let seen = server.log().split(separator: "\n").filter { $0.contains("recv (stream_id=") }.compactMap {
      line in
      line.firstRange(of: ") ").map { String(line[$0.upperBound...]) }
    }
    let wanted = [":method: \(line[0])", ":path: \(line[1])", ":scheme: http", ":authority: h:1"] + fields
    #expect(seen.sorted() == wanted.sorted(), "\(seen)")
  }

  @Test func `a server of another version, an untrusted one and none at all are errors`() throws {
    let old = try ScriptedServer(answering: Load.ok)
    let server = try HTTP2Server(isSecure: true)
    var spec = server.spec(isSecure: false, limit: 5)
    spec.target = .loopback(port: old.port)
    let refused = try run(spec)
    old.stop()
    #expect(refused.answered == 0 && refused.errors.total >= 5)
    var untrusted = server.spec(isSecure: true, limit: 5)
    untrusted.tls?.authoritiesFile = nil
    let distrusted = try run(untrusted)
    #expect(distrusted.answered == 0 && distrusted.errors[.connect] >= 5 && distrusted.tls?.problem != nil)
    spec.target = .loopback(port: try ScriptedServer.closedPort())
    let nobody = try run(spec)
    #expect(nobody.answered == 0 && nobody.errors[.connect] >= 5)
  }

  @Test func `the stop flag ends it`() throws {
    let server = try HTTP2Server(isSecure: false)
    let stop = try StopFlag()
    try startThread("stop") {
      usleep(200_000)
      stop.raise()
    }
    let result = try HTTP2Driver.run(server.spec(isSecure: false), stop: stop)
    #expect(result.wasStopped && result.answered > 0 && result.windowNanoseconds < 10_000_000_000)
  }
}
