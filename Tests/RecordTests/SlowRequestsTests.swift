import Foundation
import Record
import Testing

@Suite struct SlowRequestsTests {
  private static let sample = SlowRequests(
    startNanoseconds: 1 << 50,
    requests: [
      .init(due: 700, sent: 900, end: 5_000_000, connection: 3, variant: 1),
      .init(due: 0, sent: 0, end: 1, connection: 0, variant: 0),
      .init(due: 700, sent: 700, end: 701, connection: 2, variant: 7),
    ])

  @Test func `they are stored by when they were due, and nothing is lost`() throws {
    let data = try StoredForm.encode(Self.sample)
    #expect(try StoredForm.decode(SlowRequests.self, from: data) == Self.sample)
    #expect(Self.sample.requests.map(\.connection) == [0, 2, 3])
    let empty = SlowRequests(startNanoseconds: 1, requests: [])
    #expect(try StoredForm.decode(SlowRequests.self, from: StoredForm.encode(empty)) == empty)
  }

  /// A number that goes on, four numbers, a negative one, one above 2⁴⁰, no time at all, no base64.
  @Test(arguments: ["AAAAAIA=", "AAAAAA==", "AQACAAA=", "goCAgIBAAAIAAA==", "AAAAAAA=", "?"])
  func `what no window can have had is refused`(text: String) {
    let data = Data(#"{"startNanoseconds": 1, "requests": "\#(text)"}"#.utf8)
    #expect(throws: DecodingError.self) { try StoredForm.decode(SlowRequests.self, from: data) }
  }

  @Test(arguments: [(0, 0), (1, 1), (100, 1), (101, 2), (819_200, 8192), (5_000_000, 8192)])
  func `the slowest hundredth is kept, within limits`(answered: Int, count: Int) {
    #expect(SlowRequests.count(of: answered) == count)
  }
}
