import JSON
import SeededRandom
import Testing

@testable import LoadEngine

@Suite struct PointerScannerTests {
  /// What a scanner finds in a text that comes in these pieces: the values by their pointers, and whether it was no JSON.
  private static func found(
    _ pointers: [String], in pieces: [[UInt8]]
  ) throws -> (values: [String: String], isMalformed: Bool) {
    let tree = PointerTree(try pointers.map { try #require(JSONPointer.tokens(of: $0)) })
    var (scanner, collector) = (PointerScanner(), Collector())
    for piece in pieces {
      piece.withUnsafeBufferPointer { scanner.read($0, by: tree, to: &collector) }
    }
    scanner.end(by: tree, to: &collector)
    let values = collector.ended.map {
      (pointers[$0], String(decoding: collector.values[$0] ?? [], as: UTF8.self))
    }
    return (Dictionary(uniqueKeysWithValues: values), scanner.isMalformed)
  }

  /// The same of a whole text, which must be the same byte by byte.
  private static func found(_ pointers: [String], in text: String) throws -> [String: String]? {
    let whole = try found(pointers, in: [Array(text.utf8)])
    let bytes = try found(pointers, in: text.utf8.map { [$0] })
    #expect(whole.values == bytes.values && whole.isMalformed == bytes.isMalformed)
    return whole.isMalformed ? nil : whole.values
  }

  @Test func `values are found as they are written`() throws {
    let text = #" { "id" : 17 , "name":"A \"B\" \u00e9", "tags":[true, {"x":-1.5e3}, null ] , "none":{} } "#
    let pointers = ["/id", "/name", "/tags/0", "/tags/1/x", "/tags/2", "/tags/3", "/none/a", "/name/a"]
    #expect(
      try Self.found(pointers, in: text) == [
        "/id": "17", "/name": #""A \"B\" \u00e9""#, "/tags/0": "true", "/tags/1/x": "-1.5e3",
        "/tags/2": "null",
      ])
    for scalar in ["42", #""a""#, "false"] { #expect(try Self.found([""], in: scalar) == ["": scalar]) }
  }

  @Test(arguments: [
    (#"{"identity":1,"i":2,"id":3}"#, "/id", "3"), (#"{"id":1,"id":2}"#, "/id", "1"),
    (#"{"\u0069d":1}"#, "/id", "1"), (#"{"\ud83d\ude00":1}"#, "/😀", "1"),
    (#"{"\ud83d":1}"#, "/\u{FFFD}", "1"),
    (#"{"a/b":{"m~n":1}}"#, "/a~1b/m~0n", "1"), (#"{"":{"":1}}"#, "//", "1"), (#"{"0":1}"#, "/0", "1"),
    ("[1,[2,3],4]", "/1/1", "3"), (#"{"a":{"b":{},"c":1}}"#, "/a/c", "1"), ("[[],1]", "/1", "1"),
    (#"{"skip":{"}":"]\"","x":[[{}]]},"id":9}"#, "/id", "9"),
    (#"{"\n\t\b\f\r\/\\\"":1}"#, "/\n\t\u{8}\u{c}\r~1\\\"", "1"),
  ])
  func `whole keys are compared, escapes decoded, and the first of equal ones counts`(
    text: String, pointer: String, value: String
  ) throws {
    #expect(try Self.found([pointer], in: text) == [pointer: value])
  }

  @Test(arguments: [
    ("[1]", "/01"), ("[1]", "/-"), ("[1]", "/1"), (#"{"id":{}}"#, "/id"), (#"{"id":{},"id":1}"#, "/id"),
    (#"{"ID":1}"#, "/id"), (#"{"a":1}"#, "/a/b"), ("[]", ""), ("{}", "/a"),
  ])
  func `what is not there is not found`(text: String, pointer: String) throws {
    #expect(try Self.found([pointer], in: text) == [:])
  }

  @Test(arguments: [
    "", " ", "<html>", "{", "[", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,}"#, "[1,]", "[1}", #"{"a" 1}"#,
    #"{"a":1 "b":2}"#, #"{a:1}"#, #"{"\x":1}"#, #"{"\u00g0":1}"#, #""a"#, "[1 2]",
  ])
  func `what is no JSON is told`(text: String) throws {
    #expect(try Self.found(["/zz/0", "/1"], in: text) == nil)
  }

  @Test func `nothing is looked at behind the last value`() throws {
    #expect(try Self.found(["/0/id"], in: #"[{"id":1},  this is no JSON"#) == ["/0/id": "1"])
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `a full parser finds the same, in any pieces`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<Fuzz.executions / 8 {
      let text = RandomText(with: &random)
      let whole = String(decoding: text.bytes, as: UTF8.self)
      #expect(throws: Never.self) { try JSONValue(parsing: text.bytes) }
      let pointers = text.pointers(with: &random)
      let expected = text.values.filter { pointers.contains($0.key) }.compactMapValues(\.self)
      for most in [text.bytes.count, 1, random.integer(in: 2...20)] {
        let (values, isMalformed) = try Self.found(pointers, in: text.bytes.pieces(atMost: max(1, most)))
        #expect(values == expected && !isMalformed, "seed \(seed), in \(most)s: \(whole)")
      }
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `whatever changes a text, it is read in any pieces alike`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed + 100)
    for _ in 0..<Fuzz.executions / 8 {
      let text = RandomText(with: &random)
      let pointers = text.pointers(with: &random)
      var bytes = text.bytes
      for _ in 0..<random.integer(in: 1...3) where !bytes.isEmpty {
        let at = random.integer(in: 0...bytes.count - 1)
        switch random.integer(in: 0...2) {
        case 0: bytes.remove(at: at)
        case 1: bytes[at] = random.element(of: Array(#"{}[]",:\u0t "#.utf8)) ?? 0
        default: bytes.insert(UInt8(random.integer(in: 0...255)), at: at)
        }
      }
      let whole = try Self.found(pointers, in: [bytes])
      for most in [1, random.integer(in: 2...20)] {
        let pieces = try Self.found(pointers, in: bytes.pieces(atMost: most))
        #expect(
          pieces.values == whole.values && pieces.isMalformed == whole.isMalformed,
          "seed \(seed), in \(most)s: \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }
}

private struct Collector: PointerReading {
  var values: [Int: [UInt8]] = [:]
  var ended: [Int] = []

  mutating func read(_ piece: Bytes, of pointer: Int) { values[pointer, default: []] += piece }
  mutating func end(pointer: Int) { ended.append(pointer) }
}

/// A JSON text, written in any way that means the same, and what its pointers name: a value as it is written; nil: an array or an object.
private struct RandomText {
  private(set) var bytes: [UInt8] = []
  private(set) var values: [String: String?] = [:]

  private static let names = [
    "a", "b", "id", "identity", "é", "😀", "a/b", "m~n", "", "0", "1", "\u{FFFD}", "\"\\\n",
  ]
  private static let scalars = [
    "0", "-1.5e+3", "true", "false", "null", #""""#, #""text""#, #""\"}],\\""#, #""\ud83d\ude00é""#,
    #""a text that is longer than sixteen bytes, and has a \"quotation\" in it""#,
  ]

  init(with random: inout SeededGenerator) {
    write(at: "", levels: 4, isHidden: false, &random)
  }

  /// Some of what there is, and what there is not.
  func pointers(with random: inout SeededGenerator) -> [String] {
    let wrong = ["/zz", "/0/zz", "/id/id", "/9", "/00", "/-"]
    return Array(random.shuffled(Array(Set(values.keys + wrong)).sorted()).prefix(random.integer(in: 1...8)))
  }

  private mutating func write(
    at pointer: String, levels: Int, isHidden: Bool, _ random: inout SeededGenerator
  ) {
    blank(&random)
    defer { blank(&random) }
    let kind = levels == 0 ? 0 : random.integer(in: 0...2)
    guard kind > 0 else {
      let text = random.element(of: Self.scalars) ?? "0"
      bytes += text.utf8
      if !isHidden { values.updateValue(text, forKey: pointer) }
      return
    }
    if !isHidden { values.updateValue(nil, forKey: pointer) }
    bytes += (kind == 1 ? "[" : "{").utf8
    blank(&random)
    var names: Set<String> = []
    for index in 0..<random.integer(in: 0...4) {
      if index > 0 { bytes += ",".utf8 }
      if kind == 1 {
        write(at: "\(pointer)/\(index)", levels: levels - 1, isHidden: isHidden, &random)
        continue
      }
      let name = random.element(of: Self.names) ?? ""
      blank(&random)
      write(name: name, &random)
      blank(&random)
      bytes += ":".utf8
      let token = name.replacing("~", with: "~0").replacing("/", with: "~1")
      let isSecond = !names.insert(name).inserted
      write(at: "\(pointer)/\(token)", levels: levels - 1, isHidden: isHidden || isSecond, &random)
    }
    bytes += (kind == 1 ? "]" : "}").utf8
  }

  private mutating func write(name: String, _ random: inout SeededGenerator) {
    bytes += "\"".utf8
    for scalar in name.unicodeScalars {
      if random.integer(in: 0...3) == 0 || "\"\\\n".unicodeScalars.contains(scalar) {
        // Half of a pair stands for what cannot be read.
        let units = scalar == "\u{FFFD}" ? [0xD83D] : Array(String(scalar).utf16)
        for unit in units { bytes += ("\\u" + String(Int(unit) + 0x10000, radix: 16).dropFirst()).utf8 }
      } else {
        bytes += String(scalar).utf8
      }
    }
    bytes += "\"".utf8
  }

  private mutating func blank(_ random: inout SeededGenerator) {
    if random.integer(in: 0...5) == 0 { bytes.append(random.element(of: Array(" \n\r\t".utf8)) ?? 0x20) }
  }
}
