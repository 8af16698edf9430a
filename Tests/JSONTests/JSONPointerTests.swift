import JSON
import Testing

@Test func `pointers are written as RFC 6901 has them`() {
  #expect(JSONPointer.tokens(of: "") == [] && JSONPointer.tokens(of: "/") == [""])
  #expect(JSONPointer.tokens(of: "/a~1b/~01/0") == ["a/b", "~1", "0"])
  for wrong in ["a", "/~", "/~2", "/a~"] { #expect(JSONPointer.tokens(of: wrong) == nil) }
}
