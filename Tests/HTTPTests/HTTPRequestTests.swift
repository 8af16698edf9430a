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

  @Test(arguments: ["content-length: 5", "Transfer-Encoding: chunked"])
  func `a field that frames the body is the only one that does`(field: String) {
    let body = Array("0\r\n\r\n".utf8)
    let request = HTTPRequest(method: "POST", target: "/", host: "h", fields: [field], body: body)
    #expect(framing(of: request) == [field] && request.bytes == request.head + body)
  }

  private static let lines: [(String, String?, String?)] = [
    ("Host: a", "host", "a"), ("X-A:b", "x-a", "b"),
    ("x!#$%&'*+-.^_`|~9:  b c  ", "x!#$%&'*+-.^_`|~9", "b c"),
    ("Empty:", "empty", ""), ("A: b: c", "a", "b: c"), ("Ä: b", nil, nil), ("no colon", nil, nil),
    (": v", nil, nil),
    ("two words: v", nil, nil), ("a : v", nil, nil), ("a: b\nc: d", nil, nil), ("a: b\rc", nil, nil),
    ("a: \u{0}", nil, nil), ("a: \u{7f}", nil, nil), ("a(b): c", nil, nil),
  ]

  @Test(arguments: lines)
  func `a field is a token, a colon and a value without control characters`(
    line: String, name: String?, value: String?
  ) {
    #expect(HTTPField(line)?.name == name && HTTPField(line)?.value == value)
  }

  private static let contradictions: [([String], String?, String?)] = [
    (["Content-Length: 3"], "hello", "Content-Length says `3`, and the body has 5 bytes"),
    (["Content-Length: 3"], nil, "Content-Length says `3`, and the body has 0 bytes"),
    (["Content-Length: +5"], "hello", "Content-Length says `+5`, and the body has 5 bytes"),
    (["Content-Length: x"], nil, "Content-Length says `x`, and the body has 0 bytes"),
    (["Host: a", "host: b"], nil, "Host is given twice; a request has one"),
    (
      ["Content-Length: 5", "content-length: 5"], "hello", "Content-Length is given twice; a request has one"
    ),
    (["Connection: close", "Connection: close"], nil, "Connection is given twice; a request has one"),
    (
      ["Transfer-Encoding: chunked", "Content-Length: 5"], "hello",
      "Content-Length and Transfer-Encoding contradict each other"
    ),
    (["Transfer-Encoding: gzip"], "x", "the only transfer coding that is sent is chunked, not `gzip`"),
    (["Connection: keep-alive, close"], nil, "a connection that is kept is not closed"),
    (["Connection: Upgrade"], nil, "no other protocol is spoken after an upgrade"),
    (["Content-Length: 5", "Host: a", "Connection: close", "Accept: a", "Accept: b"], "hello", nil),
    (["Content-Length: 0"], nil, nil), (["Transfer-Encoding: Chunked"], "x", nil), ([], "x", nil),
  ]

  @Test(arguments: contradictions)
  func `fields that contradict each other or the body are found`(
    fields: [String], body: String?, sentence: String?
  ) {
    #expect(
      Contradiction.sentence(method: "POST", fields: fields, body: body.map { Array($0.utf8) }) == sentence)
  }

  @Test func `HTTP/2 has no fields of connections, and TRACE no body`() {
    for field in ["Connection: close", "Transfer-Encoding: chunked", "Upgrade: x", "Keep-Alive: 5"] {
      #expect(
        Contradiction.sentence(method: "GET", fields: [field], body: nil, isHTTP2: true) != nil, "\(field)")
    }
    #expect(Contradiction.sentence(method: "GET", fields: ["Host: a"], body: nil, isHTTP2: true) == nil)
    #expect(Contradiction.sentence(method: "TRACE", fields: [], body: []) == "TRACE has no body")
  }

  private func framing(of request: HTTPRequest) -> [String] {
    String(decoding: request.head, as: UTF8.self).split(separator: "\r\n").map(String.init).filter { line in
      ["content-length:", "transfer-encoding:"].contains { line.lowercased().hasPrefix($0) }
    }
  }
}
