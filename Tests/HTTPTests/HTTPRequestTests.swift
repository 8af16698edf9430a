import HTTP
import Testing

struct HTTPRequestTests {
  @Test(arguments: [
    (HTTPRequest(method: "GET", target: "/a?b=c", host: "h:1"), "GET /a?b=c HTTP/1.1\r\nHost: h:1\r\n\r\n"),
    (
      HTTPRequest(method: "HEAD", target: "/", host: "h", fields: ["X-A: 1", "Connection: close"]),
      "HEAD / HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nConnection: close\r\n\r\n"
    ),
    (
      HTTPRequest(method: "GET", target: "/", host: "h", fields: ["HOST: other"]),
      "GET / HTTP/1.1\r\nHOST: other\r\n\r\n"
    ),
  ])
  func `a request without a body has its line, Host unless it names one, and its fields in order`(
    request: HTTPRequest, text: String
  ) {
    #expect(String(decoding: request.bytes, as: UTF8.self) == text)
    #expect(request.head == request.bytes)
  }

  @Test(arguments: [
    ("POST", "ä", ["Content-Length: 2"]), ("DELETE", "xyz", ["Content-Length: 3"]),
    ("GET", "", ["Content-Length: 0"]),
    ("POST", nil, ["Content-Length: 0"]), ("PUT", nil, ["Content-Length: 0"]),
    ("PATCH", nil, ["Content-Length: 0"]),
    ("DELETE", nil, []), ("OPTIONS", nil, []),
  ])
  func `its length in bytes is said of a body, and of none where the method anticipates one`(
    method: String, body: String?, lines: [String]
  ) {
    let request = HTTPRequest(method: method, target: "/", host: "h", body: body.map { Array($0.utf8) })
    #expect(framing(of: request) == lines)
    #expect(request.bytes == request.head + Array((body ?? "").utf8))
  }

  @Test(arguments: ["content-length: 7", "Transfer-Encoding: chunked"])
  func `a field that frames the body is the only one that does`(field: String) {
    let request = HTTPRequest(
      method: "POST", target: "/", host: "h", fields: [field], body: Array("0\r\n\r\n".utf8))
    #expect(framing(of: request) == [field])
  }

  private func framing(of request: HTTPRequest) -> [String] {
    String(decoding: request.head, as: UTF8.self).split(separator: "\r\n").map(String.init).filter { line in
      ["content-length:", "transfer-encoding:"].contains { line.lowercased().hasPrefix($0) }
    }
  }
}
