import Testing

@testable import LoadEngine

/// What the templates say of bytes.
private func status(_ bytes: [UInt8], _ templates: borrowing AnswerTemplates, kind: Int = 0) -> Int? {
  bytes.withUnsafeBufferPointer { templates.match($0, kind: kind)?.status }
}

private func status(_ text: String, _ templates: borrowing AnswerTemplates, kind: Int = 0) -> Int? {
  status(Array(text.utf8), templates, kind: kind)
}

/// Parses a complete answer and lets the templates remember it; its head.
@discardableResult
private func remember(
  _ bytes: [UInt8], toHead isHead: Bool = false, in templates: inout AnswerTemplates, kind: Int = 0
) throws -> AnswerHead {
  var parser = AnswerParser(maximumBodyBytes: 1 << 20)
  parser.reset(answersHead: isHead)
  try bytes.withUnsafeBufferPointer { bytes in
    let progress = try parser.consume(bytes)
    #expect(progress == .complete(surplus: 0))
    templates.remember(bytes, head: parser.head, kind: kind)
  }
  return parser.head
}

private func remember(_ text: String, in templates: inout AnswerTemplates, kind: Int = 0) throws {
  try remember(Array(text.utf8), in: &templates, kind: kind)
}

@Test func `an answer with the same head and length needs no parsing, whatever its body`() throws {
  var templates = AnswerTemplates(kinds: 2, maximumBodyBytes: 1 << 20)
  #expect(status(Load.ok, templates) == nil)
  try remember(Load.ok, in: &templates)
  #expect(status(Load.ok, templates) == 200)
  #expect(status("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", templates) == 200)
  #expect(status(Load.ok, templates, kind: 1) == nil)
  #expect(status("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", templates) == nil)
  #expect(status("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", templates) == nil)
  #expect(status(Load.ok + Load.ok, templates) == 200)
  #expect(status("HTTP/1.1 500 OK\r\nContent-Length: 2\r\n\r\nok", templates) == nil)
  try remember("HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n", in: &templates)
  #expect(status("HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n", templates) == 404)
}

@Test func `an answer with the same head but for its length needs none either`() throws {
  func answer(_ length: String, _ body: String) -> String {
    "HTTP/1.1 200 OK\r\ncontent-length: \(length)\r\nX: 1\r\n\r\n\(body)"
  }
  func body(_ text: String, _ templates: borrowing AnswerTemplates) -> String? {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      templates.match(bytes, kind: 0).map { String(decoding: $0.body(of: bytes), as: UTF8.self) }
    }
  }
  var templates = AnswerTemplates(kinds: 1, maximumBodyBytes: 100)
  try remember(answer("3", "one"), in: &templates)
  #expect(
    body(answer("3", "two"), templates) == "two"
      && body(answer("12", "eleven+three"), templates) == "eleven+three")
  #expect(body(answer("0", ""), templates) == "" && body(answer("2", "no, more"), templates) == "no")
  #expect(body(answer("12", "too short"), templates) == nil && body(answer("", "one"), templates) == nil)
  #expect(body(answer("3 ", "one"), templates) == nil && body(answer("+3", "one"), templates) == nil)
  #expect(body(answer("100", String(repeating: "x", count: 100)), templates) != nil)
  #expect(body(answer("101", String(repeating: "x", count: 101)), templates) == nil)
  #expect(body(answer("1234567890123456", "x"), templates) == nil)
  for length in ["3, 3", "3\r\nContent-Length: 3"] {
    try remember(answer(length, "one"), in: &templates)
    #expect(body(answer(length, "two"), templates) == "two")
    #expect(body(answer(length.replacing("3", with: "2"), "on"), templates) == nil)
  }
}

@Test func `what an answer without a body says of its length means nothing`() throws {
  var templates = AnswerTemplates(kinds: 1, maximumBodyBytes: 100)
  for length in ["0", "5"] {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n"
    try remember(Array(answer.utf8), toHead: true, in: &templates)
    #expect(status(answer, templates) == 200)
    #expect(status("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nHTTP", templates) == nil)
  }
}

@Test(arguments: [
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 1024))\r\nContent-Length: 0\r\n\r\n",
])
func `heads that leave the end or the connection open are not remembered, nor long ones`(answer: String)
  throws
{
  var templates = AnswerTemplates(kinds: 1, maximumBodyBytes: 1 << 20)
  try remember(answer, in: &templates)
  #expect(status(answer, templates) == nil)
}

@Test
func `of a remembered answer, and of one that differs in a byte, the templates say what the parser says`()
  throws
{
  for answer in Corpus.cases where answer.expected.outcome == .complete(surplus: 0) {
    var templates = AnswerTemplates(kinds: 1, maximumBodyBytes: 1 << 20)
    let head = try remember(answer.bytes, toHead: answer.isHead, in: &templates)
    let hasTemplate = head.keepsConnection && head.framing != .chunked
    #expect(status(answer.bytes, templates) == (hasTemplate ? answer.expected.status : nil), "\(answer)")
    for index in answer.bytes.indices {
      var other = answer.bytes
      other[index] ^= 1
      guard let known = other.withUnsafeBufferPointer({ templates.match($0, kind: 0) }) else { continue }
      let parsed = ParsedAnswer(pieces: [other], isHead: answer.isHead)
      let surplus = other.count - known.totalCount
      #expect(
        parsed.outcome == .complete(surplus: surplus) && parsed.keepsConnection, "\(answer), byte \(index)")
      #expect(parsed.status == known.status, "\(answer), byte \(index)")
    }
  }
}
