import Foundation
import SeededRandom
import Testing

@testable import JSON

private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: text.utf8) }

@Test func `values are read as they are meant`() throws {
  let text =
    #" {"a" : [true,false,null,-0,1,1.5,1E2,9223372036854775807,9223372036854775808],"é":"\u00e9\n😀\ud83d\ude00"} "#
  let numbers: [JSONValue] = [
    .bool(true), .bool(false), .null, .integer(0), .integer(1), .number(1.5), .number(100), .integer(.max),
    .number(9_223_372_036_854_775_808),
  ]
  #expect(try parse(text) == .object(["a": .array(numbers), "\u{e9}": .string("\u{e9}\n😀😀")]))
}

@Test func `valid JSON that is no value of ours is read all the same`() throws {
  #expect(try parse("[1e400,-1e400]") == .array([.number(.infinity), .number(-.infinity)]))
  #expect(
    try parse(#"["\ud800","\udc00\ud800x","\ud800\ud83d\ude00"]"#)
      == .array([.string("\u{FFFD}"), .string("\u{FFFD}\u{FFFD}x"), .string("\u{FFFD}😀")]))
  #expect(try parse(String(repeating: "9", count: 400)) == .number(.infinity))
}

@Test func `arrays and objects may be 512 levels deep, and where more are is told`() throws {
  let text = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
  }
  _ = try parse(text(JSONValue.maximumDepth))
  let problem = JSONSyntaxError(problem: "more than 512 levels of arrays and objects", offset: 512)
  for levels in [513, 100_000] { #expect(throws: problem) { try parse(text(levels)) } }
}

@Test func `a text costs no more than its length says, however it is nested`() throws {
  // 80 KB, in processor time of this thread.
  func cost(levels: Int) throws -> UInt64 {
    let nest = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    let text = "[" + Array(repeating: nest, count: 40_000 / levels).joined(separator: ",") + "]"
    var (begin, end) = (timespec(), timespec())
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin)
    _ = try parse(text)
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
    return UInt64((end.tv_sec - begin.tv_sec) * 1_000_000_000 + end.tv_nsec - begin.tv_nsec)
  }
  _ = try cost(levels: 4)
  // Were it quadratic, a hundred times as deep would cost a hundred times as much.
  #expect(try cost(levels: 400) < 10 * cost(levels: 4))
}

@Test func `what is written is read as the same, plain and disguised`() throws {
  var random = SeededGenerator(seed: 7)
  for _ in 0..<500 {
    let value = randomValue(&random, levels: 4)
    #expect(try parse(JSONText.compact(value)) == value)
    #expect(try parse(JSONText.disguised(value)) == value)
  }
}

@Test func `whatever Foundation takes for JSON is read as the same, and random bytes crash nothing`() throws {
  var random = SeededGenerator(seed: 8)
  var both = 0
  for _ in 0..<3000 {
    var bytes = Array(JSONText.compact(randomValue(&random, levels: 3)).utf8)
    for _ in 0..<random.integer(in: 0...2) {
      bytes[random.integer(in: 0...(bytes.count - 1))] = UInt8(truncatingIfNeeded: random.next() % 128)
    }
    guard let ours = try? JSONValue(parsing: bytes) else { continue }
    guard let theirs = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { continue }
    #expect(ours == theirs, "\(String(decoding: bytes, as: UTF8.self))")
    both += 1
  }
  #expect(both > 1000)
}

private func randomValue(_ random: inout SeededGenerator, levels: Int) -> JSONValue {
  let texts = ["", "x", "ü\"\\\u{1}", "😀\n\u{2028}", "e\u{301}"]
  switch random.integer(in: 0...(levels > 0 ? 6 : 4)) {
  case 0: return .null
  case 1: return .bool(random.integer(in: 0...1) == 0)
  case 2: return .integer(Int64(truncatingIfNeeded: random.next()))
  case 3: return .number(Double(random.integer(in: -1000...1000)) / 7)
  case 4: return .string(texts[random.integer(in: 0...(texts.count - 1))])
  case 5: return .array((0..<random.integer(in: 0...3)).map { _ in randomValue(&random, levels: levels - 1) })
  default:
    var members: [String: JSONValue] = [:]
    for _ in 0..<random.integer(in: 0...3) {
      members[texts[random.integer(in: 0...(texts.count - 1))]] = randomValue(&random, levels: levels - 1)
    }
    return .object(members)
  }
}

private struct Sample: Codable, Equatable {
  enum Kind: String, Codable { case good, bad }
  var kind: Kind
  var count: Int
  var share: Double?
  var names: [String]
  var values: [String: Double]
}

private let sample = #""kind":"good","count":3.0,"names":["a"],"values":{"x":1}"#

@Test func `a value is decoded from what it asks for, whatever else there is`() throws {
  let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
  let text = #"{\#(sample),"share":null,"more":[1e400,"\ud800",\#(deep)]}"#
  let expected = Sample(kind: .good, count: 3, share: nil, names: ["a"], values: ["x": 1])
  #expect(try parse(text).decode(as: Sample.self) == expected)
}

@Test(arguments: [
  (#"[]"#, "it is no object"), (#"{"kind":"good"}"#, "`count` is missing"),
  (#"{"kind":"worse","count":1}"#, "`kind` is not one of the values that there are"),
  (#"{"kind":7}"#, "`kind` is no text"), (#"{"kind":null}"#, "`kind` is no text"),
  (#"{"kind":"good","count":1.5}"#, "`count` is no whole number in range"),
  (#"{"kind":"good","count":1e400}"#, "`count` is no whole number in range"),
  (#"{"kind":"good","count":true}"#, "`count` is no whole number in range"),
  (#"{"kind":"good","count":1,"share":1e400}"#, "`share` is no number that a double holds"),
  (#"{"kind":"good","count":1,"names":["a",2]}"#, "`names.1` is no text"),
  (#"{"kind":"good","count":1,"names":[],"values":{"x":{}}}"#, "`values.x` is no number that a double holds"),
])
func `what a value misses or cannot be is told with its place`(text: String, problem: String) {
  #expect { try parse(text).decode(as: Sample.self) } throws: { "\($0)" == problem }
}
