import Foundation
import Glibc
import Platform
import TestSupport
import Testing

/// A server that keeps what it is sent.
private final class Wire {
  struct Request: Decodable {
    let connection: Int
    let head: String
    let body: String
  }

  private let file = Program.temporaryFolder()
  private let server: FixtureServer

  init() throws { server = try FixtureServer("wire/server.py", file.path) }

  deinit { try? FileManager.default.removeItem(at: file) }

  var port: UInt16 { server.port }

  /// All that came, in its order.
  func requests() throws -> [Request] {
    try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Request.self, from: $0)
    }
  }
}

/// What a load sends is what was asked, letter by letter.
@Suite(.serialized) struct RequestTests {
  private func sent(
    _ words: [String], url: String, count: Int = 1, input: String = "", redirecting: String = ""
  ) async throws -> [Wire.Request] {
    let wire = try Wire()
    let outcome = try await Program.run(
      ["load", "-n", "\(count)", "-c", "1"] + words + [url.replacing("HOST", with: "127.0.0.1:\(wire.port)")],
      redirecting: redirecting, input: input)
    #expect(outcome.status == .status(0), "\(outcome.errors) \(outcome.output)")
    return try wire.requests().map {
      .init(connection: $0.connection, head: $0.head.replacing(":\(wire.port)", with: ":PORT"), body: $0.body)
    }
  }

  @Test(arguments: [
    ([], "http://HOST/a?b", ["GET /a?b HTTP/1.1", "Host: 127.0.0.1:PORT"], ""),
    ([], "HOST", ["GET / HTTP/1.1", "Host: 127.0.0.1:PORT"], ""),
    ([], "HTTP://HOST", ["GET / HTTP/1.1", "Host: 127.0.0.1:PORT"], ""),
    ([], "HOST/a/../b|c[%zz]?x=[1]#f", ["GET /a/../b|c[%zz]?x=[1] HTTP/1.1", "Host: 127.0.0.1:PORT"], ""),
    (
      [], "http://user:p%40ss@HOST/",
      ["GET / HTTP/1.1", "Host: 127.0.0.1:PORT", "Authorization: Basic dXNlcjpwQHNz"], ""
    ),
    (
      ["-H", "authorization: mine"], "http://user:pass@HOST/",
      ["GET / HTTP/1.1", "Host: 127.0.0.1:PORT", "authorization: mine"], ""
    ),
    (["-H", "host: other", "-H", "A: 1"], "HOST", ["GET / HTTP/1.1", "host: other", "A: 1"], ""),
    (
      ["-H", "connection: close", "--no-keep-alive"], "HOST",
      ["GET / HTTP/1.1", "Host: 127.0.0.1:PORT", "connection: close"], ""
    ),
    (["-X", "POST"], "HOST", ["POST / HTTP/1.1", "Host: 127.0.0.1:PORT", "Content-Length: 0"], ""),
    (["-X", "PUT"], "HOST", ["PUT / HTTP/1.1", "Host: 127.0.0.1:PORT", "Content-Length: 0"], ""),
    (["-X", "PATCH"], "HOST", ["PATCH / HTTP/1.1", "Host: 127.0.0.1:PORT", "Content-Length: 0"], ""),
    (["--body", ""], "HOST", ["POST / HTTP/1.1", "Host: 127.0.0.1:PORT", "Content-Length: 0"], ""),
    (
      ["--body", "hello"], "HOST", ["POST / HTTP/1.1", "Host: 127.0.0.1:PORT", "Content-Length: 5"], "hello"
    ),
    (
      ["-H", "content-length: 5", "--body", "hello"], "HOST",
      ["POST / HTTP/1.1", "Host: 127.0.0.1:PORT", "content-length: 5"], "hello"
    ),
    (
      ["-H", "Transfer-Encoding: chunked", "--body", "hello"], "HOST",
      ["POST / HTTP/1.1", "Host: 127.0.0.1:PORT", "Transfer-Encoding: chunked"], "5\r\nhello\r\n0\r\n\r\n"
    ),
    (
      ["-H", "Transfer-Encoding: chunked", "-X", "POST"], "HOST",
      ["POST / HTTP/1.1", "Host: 127.0.0.1:PORT", "Transfer-Encoding: chunked"], "0\r\n\r\n"
    ),
  ])
  func `fields, target and body are those that were asked for, each once`(
    words: [String], url: String, head: [String], body: String
  ) async throws {
    let requests = try await sent(words, url: url)
    #expect(requests.map(\.head) == [(head + ["", ""]).joined(separator: "\r\n")])
    #expect(requests.map(\.body) == [body])
  }

  @Test(arguments: ["/dev/stdin", "-"])
  func `a body is read from a pipe`(file: String) async throws {
    let long = String(repeating: "0123456789", count: 5000)
    let requests = try await sent(["--body-file", file], url: "HOST", input: long)
    #expect(requests.map(\.body) == [long])
    #expect(requests.first?.head.contains("Content-Length: 50000\r\n") == true)
  }

  @Test func `a body is read from what a shell substitutes`() async throws {
    let requests = try await sent([], url: "HOST", redirecting: "--body-file <(printf through)")
    #expect(requests.map(\.body) == ["through"])
  }

  @Test func `a Connection field that closes is obeyed`() async throws {
    #expect(
      try await sent(["-H", "Connection: close"], url: "HOST", count: 3).map(\.connection) == [0, 1, 2])
    #expect(
      try await sent(["-H", "Connection: keep-alive"], url: "HOST", count: 3).map(\.connection) == [0, 0, 0])
  }

  @Test func `the address of a name that has several is told`() async throws {
    let wire = try Wire()
    let outcome = try await Program.run("load", "-n", "2", "-c", "1", "http://localhost:\(wire.port)/")
    #expect(outcome.status == .status(0), "\(outcome.output)")
    #expect(outcome.output.contains("server: 127.0.0.1:\(wire.port)\n"), "\(outcome.output)")
    #expect(try wire.requests().allSatisfy { $0.head.contains("\r\nHost: localhost:\(wire.port)\r\n") })
  }
}
