import Foundation
import JSON
import SeededRandom
import Testing

@testable import AdapterProtocol

private let stream = Data("{\"a\":1}\r\n\n{\"b\":\"é\"}\n".utf8)
private let lines = [Data("{\"a\":1}".utf8), Data("{\"b\":\"é\"}".utf8)]

@Test func `lines are found byte by byte and in every two-way split`() {
  var single = LineFramer()
  #expect(stream.flatMap { single.feed(Data([$0])) } == lines)
  for cut in 0...stream.count {
    var framer = LineFramer()
    #expect(framer.feed(stream.prefix(cut)) + framer.feed(stream.dropFirst(cut)) == lines)
  }
}

@Test func `of a line beyond the limit no more is kept than tells so, and the next is found`() {
  var framer = LineFramer(limit: 10)
  for _ in 0..<5 { #expect(framer.feed(Data(repeating: 65, count: 7)) == []) }
  #expect(framer.feed(Data("\n0123456789\r\nrest".utf8)).map(\.count) == [12, 10])
  #expect(framer.finish() == Data("rest".utf8) && framer.finish() == nil)
}

@Test func `a line beyond 16 MiB is refused by its length`() {
  let text = #"{"id":1,"method":""# + String(repeating: "x", count: 16 << 20) + #""}"#
  #expect(throws: ProtocolError(.parseError, "the line is longer than 16 MiB")) {
    try Envelope(line: Data(text.utf8))
  }
}

@Test(arguments: [
  ("nonsense", ProtocolError.Code.parseError), ("[1]", .invalidRequest), ("7", .invalidRequest),
  (#"{"jsonrpc":"2.0","id":1}"#, .invalidRequest), (#"{"id":[1],"method":"x"}"#, .invalidRequest),
])
func `what is no message is refused with the right code`(text: String, code: ProtocolError.Code) {
  #expect { try Envelope(line: Data(text.utf8)) } throws: { ($0 as? ProtocolError)?.code == code.rawValue }
}

@Test func `envelopes survive encoding, unknown fields are ignored, null ids are kept`() throws {
  let texts = [
    #"{"jsonrpc":"2.0","id":7,"method":"app/stop","params":{"app":"1","later":true}}"#,
    #"{"jsonrpc":"2.0","method":"log","params":{"level":"info","message":"größer"}}"#,
    #"{"jsonrpc":"2.0","id":7,"result":{}}"#, #"{"jsonrpc":"2.0","id":7,"result":null}"#,
    #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x","data":{"hint":"y"},"more":1}}"#,
  ]
  for text in texts {
    let envelope = try Envelope(line: Data(text.utf8))
    #expect(try Envelope(line: envelope.line().dropLast()) == envelope)
  }
  #expect(
    try Envelope(line: Data(texts[4].utf8)) == .failure(id: .null, ProtocolError(.parseError, "x", hint: "y"))
  )
  let request = try Envelope(line: Data(texts[0].utf8))
  guard case .request(.integer(7), AppStopRequest.method, let params) = request else {
    return #expect(Bool(false))
  }
  #expect(try params.decode(as: AppStopRequest.self) == AppStopRequest(app: "1"))
}

@Test func `random bytes never crash framer or envelope`() {
  var random = SeededGenerator(seed: 11)
  for _ in 0..<2000 {
    var framer = LineFramer(limit: 100)
    let bytes = Data((0..<random.integer(in: 0...80)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    for line in framer.feed(bytes) { _ = try? Envelope(line: line) }
  }
}
