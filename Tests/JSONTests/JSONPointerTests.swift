import JSON
import Testing

@Test func `pointers are written as RFC 6901 has them`() {
  #expect(JSONPointer.tokens(of: "") == [] && JSONPointer.tokens(of: "/") == [""])
  #expect(JSONPointer.tokens(of: "/a~1b/~01/0") == ["a/b", "~1", "0"])
  for text in ["", "/", "/a~1b/~01/0"] {
    #expect(JSONPointer.tokens(of: text).map(JSONPointer.text) == text)
  }
  for wrong in ["a", "/~", "/~2", "/a~"] { #expect(JSONPointer.tokens(of: wrong) == nil) }
}

@Test func `pointers lead to values, as RFC 6901 does`() throws {
  // The document of section 5.
  let value = try JSONValue(
    parsing: #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"k\"l":6," ":7,"m~n":8}"#.utf8)
  let expected: [(String, JSONValue)] = [
    ("", value), ("/foo/0", .string("bar")), ("/foo/1", .string("baz")), ("/", .integer(0)),
    ("/a~1b", .integer(1)), ("/c%d", .integer(2)), ("/k\"l", .integer(6)), ("/ ", .integer(7)),
    ("/m~0n", .integer(8)),
  ]
  for (pointer, found) in expected {
    #expect(value[try #require(JSONPointer.tokens(of: pointer))] == found, "\(pointer)")
  }
  for missing in [["foo", "2"], ["foo", "00"], ["foo", "-1"], ["foo", "-"], ["bar"], ["", "0"]] {
    #expect(value[missing] == nil, "\(missing)")
  }
}
