import CCurl
package import Contract
import Foundation
import HTTP
import LoadEngine

/// What came back for a request.
package struct HTTPAnswer: Equatable {
  /// The status.
  package var status = 0
  /// The status line and the fields, each ended by CR LF.
  var head: [UInt8] = []
  var body: [UInt8] = []
}

/// An HTTP client on libcurl's connections, so that apps are asked by something other than our own engine, whose reader of answers judges
/// what comes: what passes here is an answer in a load. Loopback only, HTTP/1.1.
package struct HTTPClient {
  /// Why no answer came.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    /// What libcurl and the system say of a transfer that failed.
    init(_ curl: UnsafeMutableRawPointer, _ code: CURLcode) {
      var number = 0
      harness_curl_get_long(curl, CURLINFO_OS_ERRNO, &number)
      let system = number == 0 ? "" : ": \(String(cString: strerror(Int32(number))))"
      description = String(cString: curl_easy_strerror(code)) + system
    }

    init(description: String) { self.description = description }
  }

  /// How a request's bytes travel.
  package enum Framing { case whole, chunked, fragmented }

  private static let started = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
  let host: String
  let port: Int

  /// Asks the server at an address.
  package init(host: String, port: Int) {
    self.host = host
    self.port = port
    precondition(Self.started == CURLE_OK, "libcurl cannot start")
  }

  /// What requests say of the server.
  var authority: String { "\(host):\(port)" }

  /// Sends a request without a body and returns its whole answer, as `send` does.
  package func send(_ method: String, _ target: String) throws -> HTTPAnswer {
    try send(HTTPRequest(method: method, target: target, host: authority), framing: .whole)
  }

  /// Sends a workload's request and returns its whole answer, as `send` does.
  package func send(_ request: WorkloadRequest, framing: Framing = .whole) throws -> HTTPAnswer {
    try send(request.http(host: authority), framing: framing)
  }

  /// Sends a request and returns its whole answer; throws a `Failure` when none comes within 5 s, and a `Malformation` when what comes is
  /// not one.
  func send(_ request: HTTPRequest, framing: Framing) throws -> HTTPAnswer {
    try connected { exchange in
      let request = framing == .chunked ? Self.chunked(request) : request
      let bytes = request.bytes
      try exchange.write(bytes, cuts: framing == .fragmented ? Self.cuts(of: request, bytes.count) : [])
      return try exchange.read(answersHead: request.method == "HEAD")
    }
  }

  /// What comes of a connection of its own, which lasts for 5 s at the longest; throws a `Failure` when it cannot be had.
  func connected<Result>(_ talk: (RawExchange) throws -> Result) throws -> Result {
    guard let curl = curl_easy_init() else { throw Failure(description: "libcurl has no memory") }
    defer { curl_easy_cleanup(curl) }
    return try talk(RawExchange(curl, host, port))
  }

  /// The same request with its body in chunks.
  private static func chunked(_ request: HTTPRequest) -> HTTPRequest {
    guard let body = request.body else { return request }
    return HTTPRequest(
      method: request.method, target: request.target, host: "",
      fields: request.fields + ["Transfer-Encoding: chunked"], body: chunked(body))
  }

  /// A body in three chunks at the most (RFC 9112 §7.1).
  private static func chunked(_ body: [UInt8]) -> [UInt8] {
    var (rest, chunked) = (body[...], [UInt8]())
    while !rest.isEmpty {
      let chunk = rest.prefix((body.count + 2) / 3)
      rest = rest.dropFirst(chunk.count)
      chunked += Array("\(String(chunk.count, radix: 16))\r\n".utf8)
      chunked += chunk
      chunked += Array("\r\n".utf8)
    }
    return chunked + Array("0\r\n\r\n".utf8)
  }

  /// Where a request is cut: in the method, the target and the head, between the CR and the LF of the empty line, and in the body.
  private static func cuts(of request: HTTPRequest, _ count: Int) -> [Int] {
    let head = request.head.count
    return [1, request.method.utf8.count + 3, head / 2, head - 1, count - (count - head) / 2].sorted()
  }
}
