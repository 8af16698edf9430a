import CCurl
import Foundation

/// What came back for a request.
struct HTTPAnswer: Equatable {
  var status = 0
  var contentType = ""
  var body: [UInt8] = []
}

/// An HTTP client on libcurl, so that apps are judged by something other than our own engine. Loopback only, HTTP/1.1.
struct HTTPClient {
  /// Why no answer came.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    /// What libcurl and the system say of a transfer that failed.
    init(_ curl: UnsafeMutableRawPointer, _ code: CURLcode) {
      var number = 0
      harness_curl_get_long(curl, CURLINFO_OS_ERRNO, &number)
      let system = number == 0 ? "" : ": \(String(cString: strerror(Int32(number))))"
      description = String(cString: curl_easy_strerror(code)) + system
    }

    init(description: String) { self.description = description }
  }

  /// How a request's bytes travel.
  enum Framing { case whole, chunked, fragmented }

  private static let timeoutMilliseconds = 5000
  private static let started = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
  let host: String
  let port: Int

  init(host: String, port: Int) {
    self.host = host
    self.port = port
    precondition(Self.started == CURLE_OK, "libcurl cannot start")
  }

  /// Sends a request and returns its whole answer; throws a `Failure` when none comes within 5 s.
  func send(
    _ method: String, _ target: String, contentType: String? = nil, body: [UInt8] = [],
    framing: Framing = .whole
  ) throws -> HTTPAnswer {
    guard let curl = curl_easy_init() else { throw Failure(description: "libcurl has no memory") }
    defer { curl_easy_cleanup(curl) }
    if framing == .fragmented {
      return try RawExchange(curl, host, port).send(method, target, contentType, body)
    }
    let headers = HeaderList(
      [contentType.map { "Content-Type: \($0)" } ?? "Content-Type:", "Expect:"]
        + (framing == .chunked ? ["Transfer-Encoding: chunked"] : []))
    let transfer = Transfer(body)
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    harness_curl_set_string(curl, CURLOPT_URL, "http://\(host):\(port)\(target)")
    harness_curl_set_long(curl, CURLOPT_PATH_AS_IS, 1)
    harness_curl_set_long(curl, CURLOPT_TIMEOUT_MS, Self.timeoutMilliseconds)
    harness_curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
    harness_curl_set_string(curl, CURLOPT_PROXY, "")
    harness_curl_set_string(curl, CURLOPT_CUSTOMREQUEST, method)
    harness_curl_set_pointer(curl, CURLOPT_HTTPHEADER, headers.list)
    harness_curl_set_pointer(curl, CURLOPT_WRITEDATA, context)
    harness_curl_set_transfer(curl, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      transfer.received += UnsafeRawBufferPointer(start: bytes, count: size * count)
      return size * count
    }
    if method == "HEAD" { harness_curl_set_long(curl, CURLOPT_NOBODY, 1) }
    if contentType != nil {
      harness_curl_set_long(curl, CURLOPT_UPLOAD, 1)
      harness_curl_set_string(curl, CURLOPT_CUSTOMREQUEST, method)
      harness_curl_set_pointer(curl, CURLOPT_READDATA, context)
      harness_curl_set_transfer(curl, CURLOPT_READFUNCTION) { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return transfer.give(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
      }
      if framing == .whole { harness_curl_set_long(curl, CURLOPT_INFILESIZE, body.count) }
    }
    let code = withExtendedLifetime(headers) { curl_easy_perform(curl) }
    guard code == CURLE_OK else { throw Failure(curl, code) }
    var status = 0
    harness_curl_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
    let type = harness_curl_get_string(curl, CURLINFO_CONTENT_TYPE).map { String(cString: $0) }
    return HTTPAnswer(status: status, contentType: type ?? "", body: transfer.received)
  }
}

/// A request's body on its way out and an answer's on its way in.
private final class Transfer {
  var received: [UInt8] = []
  private var unsent: ArraySlice<UInt8>

  init(_ body: [UInt8]) { unsent = body[...] }

  /// Fills the buffer with what is left; returns how much that was.
  func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let piece = unsent.prefix(buffer.count)
    buffer.copyBytes(from: piece)
    unsent = unsent.dropFirst(piece.count)
    return piece.count
  }
}

/// Header lines for libcurl, freed with this object.
private final class HeaderList {
  private(set) var list: UnsafeMutablePointer<curl_slist>?

  init(_ lines: [String]) { for line in lines { list = curl_slist_append(list, line) } }

  deinit { curl_slist_free_all(list) }
}
