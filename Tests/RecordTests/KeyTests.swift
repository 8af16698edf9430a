import Foundation
import Record
import Testing

@Suite struct KeyTests {
  @Test func `a key is stored as its name, and as a member's name where it is one of a dictionary`() throws {
    let figures: [Key<Measure>: Double] = [.throughput: 1.5, "echo-round-trip": 2]
    #expect(text(figures) == #"{"echo-round-trip":2,"throughput":1.5}"#)
    #expect(text([Key<Family>.capacity]) == #"["capacity"]"#)
    let read = try StoredForm.decode([Key<Measure>: Double].self, from: Data(text(figures).utf8))
    #expect(read == figures)
  }

  @Test(arguments: ["[1]", "[null]", #"[{"rawValue":"a"}]"#])
  func `nothing but a string is a key`(text: String) {
    #expect(throws: DecodingError.self) {
      try StoredForm.decode([Key<Participant>].self, from: Data(text.utf8))
    }
  }

  @Test func `keys are in the order of their names`() {
    #expect([Key<Participant>("b/y"), "a/x", "a/x (twin)"].sorted() == ["a/x", "a/x (twin)", "b/y"])
    #expect("\(Key<Participant>("a/x"))" == "a/x")
  }

  private func text(_ value: some Encodable) -> String {
    (try? StoredForm.encode(value, pretty: false)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
