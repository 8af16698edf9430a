import CCurl
import Foundation
import HTTP

/// A request sent piece by piece, so that it reaches the server in several TCP segments, and an answer read to its end.
struct RawExchange {
  private static let attempts = 500
  private let curl: UnsafeMutableRawPointer
  private let host: String

  /// Connects to a server.
  init(_ curl: UnsafeMutableRawPointer, _ host: String, _ port: Int) throws {
    self.curl = curl
    self.host = host
    harness_curl_set_string(curl, CURLOPT_URL, "http://\(host):\(port)/")
    harness_curl_set_long(curl, CURLOPT_CONNECT_ONLY, 1)
    harness_curl_set_long(curl, CURLOPT_TCP_NODELAY, 1)
    harness_curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
    harness_curl_set_string(curl, CURLOPT_PROXY, "")
    let code = curl_easy_perform(curl)
    guard code == CURLE_OK else { throw HTTPClient.Failure(curl, code) }
  }

  /// Sends the request in pieces: the line, each half of the head, and the body in three parts.
  func send(_ method: String, _ target: String, _ contentType: String?, _ body: [UInt8]) throws -> HTTPAnswer
  {
    let fields = ["Connection: close"] + (contentType.map { ["Content-Type: \($0)"] } ?? [])
    let request = HTTPRequest(
      method: method, target: target, host: host, fields: fields, body: contentType == nil ? nil : body)
    let (head, bytes) = (request.head, request.bytes)
    // One cut is between the CR and the LF of the empty line.
    let cuts = [
      1, method.utf8.count + 3, head.count / 2, head.count - 1, bytes.count - body.count / 2, bytes.count,
    ]
    var start = 0
    for end in cuts.sorted() where end > start {
      try write(bytes[start..<min(end, bytes.count)])
      usleep(500)
      start = end
    }
    return try answer(in: readAll())
  }

  private func write(_ piece: ArraySlice<UInt8>) throws {
    var rest = piece
    for _ in 0..<Self.attempts where !rest.isEmpty {
      var sent = 0
      let code = rest.withUnsafeBytes { curl_easy_send(curl, $0.baseAddress, $0.count, &sent) }
      rest = rest.dropFirst(sent)
      if code == CURLE_AGAIN { usleep(10_000) }
      if code != CURLE_OK && code != CURLE_AGAIN { return }  // the server may have refused already
    }
  }

  private func readAll() throws -> [UInt8] {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    for _ in 0..<Self.attempts * 100 {
      var count = 0
      let code = curl_easy_recv(curl, &buffer, buffer.count, &count)
      if code == CURLE_OK, count > 0 {
        received += buffer[..<count]
      } else if code != CURLE_AGAIN {
        return received
      }
      if code == CURLE_AGAIN { usleep(200) }
    }
    throw HTTPClient.Failure(description: "no end of the answer within 10 s")
  }

  /// Status and body of an answer that ended with its connection.
  private func answer(in bytes: [UInt8]) throws -> HTTPAnswer {
    let data = Data(bytes)
    guard let end = data.range(of: Data("\r\n\r\n".utf8)) else {
      throw HTTPClient.Failure(description: "the answer has no end of its head")
    }
    let lines = String(decoding: data[..<end.lowerBound], as: UTF8.self).lowercased().components(
      separatedBy: "\r\n")
    guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw HTTPClient.Failure(description: "the answer's status line is `\(lines[0])`")
    }
    func value(_ name: String) -> String {
      let line = lines.first { $0.hasPrefix(name + ":") }
      return line.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) } ?? ""
    }
    let body = Array(data[end.upperBound...])
    let isChunked = value("transfer-encoding").contains("chunked")
    return HTTPAnswer(
      status: status, contentType: value("content-type"), body: isChunked ? try dechunked(body) : body)
  }

  private func dechunked(_ body: [UInt8]) throws -> [UInt8] {
    var rest = body[...]
    var whole: [UInt8] = []
    while let end = rest.firstIndex(of: 13) {
      let size = Int(String(decoding: rest[rest.startIndex..<end], as: UTF8.self), radix: 16) ?? 0
      rest = rest.dropFirst(end - rest.startIndex + 2)
      guard size > 0, rest.count >= size + 2 else { return whole }
      whole += rest.prefix(size)
      rest = rest.dropFirst(size + 2)
    }
    throw HTTPClient.Failure(description: "the answer's chunks have no end")
  }
}
