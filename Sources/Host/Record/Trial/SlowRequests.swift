import Foundation
import Statistics

/// The slowest requests of a window, with the times that tell what else happened meanwhile.
///
/// Stored as `{"startNanoseconds", "requests"}`, the requests in base64: of each, by when they were due, five packed numbers: nanoseconds
/// since the one before was due (the first: since the window began), from there until it was sent, from there to the end of its
/// answer, its connection, its variant.
package struct SlowRequests: Equatable, Sendable {
  /// A slow request; times are nanoseconds since the window began.
  package struct Request: Equatable, Sendable {
    /// When it was due; in a closed loop, when it was sent.
    package let due: Int
    /// Just before its first write.
    package let sent: Int
    /// When the last byte of its answer came.
    package let end: Int
    /// Its connection, from 0.
    package let connection: Int
    /// Which of the workload's variants it was, from 0.
    package let variant: Int

    /// A slow request.
    package init(due: Int, sent: Int, end: Int, connection: Int, variant: Int) {
      self.due = due
      self.sent = sent
      self.end = end
      self.connection = connection
      self.variant = variant
    }
  }

  /// The most that are kept of a window; with more than a hundred times as many requests, they are less than 1 % of them.
  package static let limit = 8192

  /// When the window began, on CLOCK_MONOTONIC.
  package let startNanoseconds: Int
  /// The slowest hundredth of the answered requests, rounded up, but at most `limit`; by when they were due.
  package let requests: [Request]

  /// How many of `answered` requests are kept.
  package static func count(of answered: Int) -> Int { min(limit, (answered + 99) / 100) }

  /// The slowest requests of a window, in any order.
  package init(startNanoseconds: Int, requests: [Request]) {
    self.startNanoseconds = startNanoseconds
    self.requests = requests.sorted { ($0.due, $0.connection) < ($1.due, $1.connection) }
  }
}

extension SlowRequests: Codable {
  private enum CodingKeys: String, CodingKey { case startNanoseconds, requests }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    startNanoseconds = try container.decode(Int.self, forKey: .startNanoseconds)
    guard let bytes = Data(base64Encoded: try container.decode(String.self, forKey: .requests)),
      let requests = Self.unpacked(Array(bytes))
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .requests, in: container, debugDescription: "no slow requests")
    }
    self.requests = requests
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(startNanoseconds, forKey: .startNanoseconds)
    var (packed, before) = (PackedNumbers(), 0)
    for request in requests {
      let times = [request.due - before, request.sent - request.due, request.end - request.sent]
      for number in times + [request.connection, request.variant] { packed.append(Int64(number)) }
      before = request.due
    }
    try container.encode(Data(packed.bytes).base64EncodedString(), forKey: .requests)
  }

  /// nil when no window can have had these requests: a number is cut off, negative, or above 2⁴⁰ (18 minutes), or one ended when it
  /// was due.
  private static func unpacked(_ bytes: [UInt8]) -> [Request]? {
    var (packed, requests) = (PackedNumbers(bytes[...]), [Request]())
    while !packed.bytes.isEmpty {
      let numbers = (0..<5).compactMap { _ in packed.popFirst() }
      guard numbers.count == 5, requests.count < limit, numbers.allSatisfy({ (0...1 << 40).contains($0) }),
        numbers[1] + numbers[2] > 0
      else { return nil }
      let due = (requests.last?.due ?? 0) + Int(numbers[0])
      let sent = due + Int(numbers[1])
      requests.append(
        Request(
          due: due, sent: sent, end: sent + Int(numbers[2]), connection: Int(numbers[3]),
          variant: Int(numbers[4])))
    }
    return requests
  }
}
