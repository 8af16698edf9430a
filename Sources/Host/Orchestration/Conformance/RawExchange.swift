import CCurl
import Foundation
import HTTP
import LoadEngine
import Platform

/// A request sent as it is, whole or piece by piece so that it reaches the server in several TCP segments, and an answer read to its end.
struct RawExchange {
  private static let timeoutMilliseconds = 5000
  private let curl: UnsafeMutableRawPointer
  private let clock = MonotonicClock()
  private let deadline: UInt64

  /// Connects to a server; all of the exchange takes 5 s at the longest.
  init(_ curl: UnsafeMutableRawPointer, _ host: String, _ port: Int) throws {
    self.curl = curl
    deadline = clock.nanoseconds + UInt64(Self.timeoutMilliseconds) * 1_000_000
    harness_curl_set_string(curl, CURLOPT_URL, "http://\(host):\(port)/")
    harness_curl_set_long(curl, CURLOPT_CONNECT_ONLY, 1)
    harness_curl_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, Self.timeoutMilliseconds)
    harness_curl_set_long(curl, CURLOPT_TCP_NODELAY, 1)
    harness_curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
    harness_curl_set_string(curl, CURLOPT_PROXY, "")
    let code = curl_easy_perform(curl)
    guard code == CURLE_OK else { throw HTTPClient.Failure(curl, code) }
  }

  /// Sends bytes, with a pause at each of the ascending cuts.
  func write(_ bytes: [UInt8], cuts: [Int]) throws {
    var start = 0
    for end in cuts + [bytes.count] where end > start {
      guard try write(bytes[start..<end]) else { return }
      if end < bytes.count { usleep(500) }
      start = end
    }
  }

  /// Whether the server took the piece: it may have refused already.
  private func write(_ piece: ArraySlice<UInt8>) throws -> Bool {
    var rest = piece
    while !rest.isEmpty {
      var sent = 0
      let code = rest.withUnsafeBytes { curl_easy_send(curl, $0.baseAddress, $0.count, &sent) }
      rest = rest.dropFirst(sent)
      if code == CURLE_AGAIN { try pause("room for the request") }
      if code != CURLE_OK && code != CURLE_AGAIN { return false }
    }
    return true
  }

  /// The answer, to a HEAD request if `answersHead`.
  func read(answersHead: Bool) throws -> HTTPAnswer {
    var reader = AnswerReader(answersHead: answersHead)
    while let bytes = try next("the end of the answer") {
      if let answer = try reader.read(bytes) { return HTTPAnswer(answer) }
    }
    guard let answer = reader.atEnd else {
      throw HTTPClient.Failure(description: "the server closed the connection before the answer's end")
    }
    return HTTPAnswer(answer)
  }

  /// The next bytes that come; nil when the server has closed the connection. `what`: what is missing when they are late.
  func next(_ what: String) throws -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var count = 0
      let code = curl_easy_recv(curl, &buffer, buffer.count, &count)
      switch code {
      case CURLE_OK:
        guard clock.nanoseconds < deadline else { throw Self.late(what) }
        return count > 0 ? Array(buffer[..<count]) : nil
      case CURLE_AGAIN: try pause(what)
      default: throw HTTPClient.Failure(curl, code)
      }
    }
  }

  private static func late(_ what: String) -> HTTPClient.Failure {
    HTTPClient.Failure(description: "\(what) did not come within \(timeoutMilliseconds / 1000) s")
  }

  /// Waits a little for the server; throws when it took too long.
  private func pause(_ what: String) throws {
    guard clock.nanoseconds < deadline else { throw Self.late(what) }
    usleep(200)
  }
}

extension HTTPAnswer {
  fileprivate init(_ answer: CapturedAnswer) {
    self.init(status: answer.status, head: answer.head, body: answer.body)
  }
}
