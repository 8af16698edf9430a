import Foundation
import JSON
import SeededRandom
import Testing

@testable import AdapterProtocol

private let stream = Data("{\"a\":1}\r\n\n{\"b\":\"é\"}\n".utf8)
private let lines = [Data("{\"a\":1}".utf8), Data("{\"b\":\"é\"}".utf8)]

@Test func `lines are found byte by byte and in every two-way split`() throws {
  var single = LineFramer()
  #expect(try stream.flatMap { try single.feed(Data([$0])) } == lines)
  for cut in 0...stream.count {
    var framer = LineFramer()
    #expect(try framer.feed(stream.prefix(cut)) + framer.feed(stream.dropFirst(cut)) == lines)
  }
}

@Test func `a line beyond the limit is an error`() {
  var framer = LineFramer(limit: 10)
  #expect(throws: LineFramer.LineTooLong(limit: 10)) { try framer.feed(Data(repeating: 65, count: 11)) }
}

@Test(arguments: [
  ("nonsense", ProtocolError.Code.parseError), ("[1]", .invalidRequest), ("7", .invalidRequest),
  (#"{"jsonrpc":"2.0","id":1}"#, .invalidRequest),
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
    for line in (try? framer.feed(bytes)) ?? [] { _ = try? Envelope(line: line) }
  }
}
