import CCurl
import Glibc
import HTTP
import Platform

/// One of the requests that are under way at the same time: a handle of libcurl, used again and again.
final class CurlTransfer {
  let handle: UnsafeMutableRawPointer
  var variant: Int
  var dueNanoseconds: UInt64 = 0
  var startedNanoseconds: UInt64 = 0
  /// Whether it has a request that has not ended.
  var isUnderWay = false
  /// When it may be tried again after a failure.
  var retryNanoseconds: UInt64 = 0
  /// Whether the next request gets a connection of its own, for others to use later.
  private(set) var opensConnection = false
  private let headers: [UnsafeMutablePointer<curl_slist>?]
  private let connectTo: UnsafeMutablePointer<curl_slist>?
  private let spec: HTTP2Spec

  /// The transfer in `slot`; nil without memory.
  init?(_ spec: HTTP2Spec, slot: Int, variant: Int) {
    guard let handle = curl_easy_init() else { return nil }
    self.handle = handle
    self.variant = variant
    self.spec = spec
    headers = spec.requests.map { request in
      // libcurl sends no fields of its own, and an empty one if it ends in a semicolon.
      let fields = request.fields.map { $0.hasSuffix(":") ? "\($0.dropLast());" : $0 }
      return Self.list(["Expect:", "Accept:", "Content-Type:"] + fields)
    }
    let isUnix = spec.target.family == AF_UNIX
    connectTo = isUnix ? nil : Self.list(["::\(spec.target)"])
    guard !headers.contains(nil), isUnix || connectTo != nil else { return nil }
    harness_curl_set_pointer(handle, CURLOPT_PRIVATE, UnsafeRawPointer(bitPattern: slot + 1))
    harness_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    harness_curl_set_long(handle, CURLOPT_PATH_AS_IS, 1)
    harness_curl_set_long(handle, CURLOPT_PIPEWAIT, 1)
    use(openingConnection: false)
    harness_curl_set_string(handle, CURLOPT_PROXY, "")
    harness_curl_set_long(handle, CURLOPT_TIMEOUT_MS, Int(spec.requestTimeout.wholeNanoseconds / 1_000_000))
    harness_curl_set_pointer(handle, CURLOPT_CONNECT_TO, connectTo)
    if isUnix { harness_curl_set_string(handle, CURLOPT_UNIX_SOCKET_PATH, spec.target.description) }
    harness_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    setUpTLS()
    if spec.requests.count == 1 { setUp(spec.requests[0], headers[0]) }
  }

  deinit {
    curl_easy_cleanup(handle)
    for list in headers + [connectTo] { curl_slist_free_all(list) }
  }

  /// Lines for libcurl; nil without memory.
  private static func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = curl_slist_append(list, line) else {
        curl_slist_free_all(list)
        return nil
      }
      list = longer
    }
    return list
  }

  /// Goes on to the next variant.
  func prepareNext() {
    guard spec.requests.count > 1 else { return }
    variant = (variant + 1) % spec.requests.count
    setUp(spec.requests[variant], headers[variant])
  }

  private func setUp(_ request: HTTPRequest, _ headers: UnsafeMutablePointer<curl_slist>?) {
    let scheme = spec.tls == nil ? "http" : "https"
    harness_curl_set_string(handle, CURLOPT_URL, "\(scheme)://\(spec.authority)/")
    harness_curl_set_string(handle, CURLOPT_REQUEST_TARGET, request.target)
    harness_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
    harness_curl_set_long(handle, CURLOPT_NOBODY, 0)
    harness_curl_set_long(handle, CURLOPT_HTTPGET, 1)
    if request.method == "HEAD" { harness_curl_set_long(handle, CURLOPT_NOBODY, 1) }
    if let body = request.body {
      harness_curl_set_long(handle, CURLOPT_POSTFIELDSIZE, body.count)
      // Without an address it would read standard input.
      _ = (body + [0]).withUnsafeBytes {
        harness_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
      }
    }
    harness_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method)
  }

  /// Opens a connection for the next request, or uses one that is there.
  ///
  /// In the clear, libcurl 7.88 fails on connections that it opened with prior knowledge and should use again (curl issue 10634, mended
  /// in 8.0), but not if it is asked for any HTTP/2 then.
  func use(openingConnection: Bool) {
    opensConnection = openingConnection
    let isNew = openingConnection || curl_version_info(CURLVERSION_TENTH).pointee.version_num >= 0x080000
    let inClear = isNew ? CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE : Int(CURL_HTTP_VERSION_2_0)
    harness_curl_set_long(handle, CURLOPT_FRESH_CONNECT, openingConnection ? 1 : 0)
    harness_curl_set_long(
      handle, CURLOPT_HTTP_VERSION, spec.tls == nil ? inClear : Int(CURL_HTTP_VERSION_2TLS))
  }

  /// Whether it failed because there was no connection to use any more, and another try, on a new one, may do better.
  func wantsConnection(after code: CURLcode) -> Bool {
    code == CURLE_UNSUPPORTED_PROTOCOL && spec.tls == nil && !opensConnection
  }

  private func setUpTLS() {
    guard let tls = spec.tls else { return }
    harness_curl_set_long(handle, CURLOPT_SSL_VERIFYPEER, tls.verifies ? 1 : 0)
    harness_curl_set_long(handle, CURLOPT_SSL_VERIFYHOST, tls.verifies ? 2 : 0)
    harness_curl_set_long(handle, CURLOPT_SSL_SESSIONID_CACHE, tls.resumes ? 1 : 0)
    if let file = tls.authoritiesFile { harness_curl_set_string(handle, CURLOPT_CAINFO, file) }
    let version = tls.version == .v13 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2
    let highest = tls.version == .v12 ? CURL_SSLVERSION_MAX_TLSv1_2 : CURL_SSLVERSION_MAX_DEFAULT
    harness_curl_set_long(handle, CURLOPT_SSLVERSION, version | highest)
  }

  func information(_ kind: CURLINFO) -> Int {
    var value = 0
    harness_curl_get_long(handle, kind, &value)
    return value
  }

  func size(_ kind: CURLINFO) -> Int {
    var value: curl_off_t = 0
    harness_curl_get_offset(handle, kind, &value)
    return Int(value)
  }

  /// What a failure of libcurl's is to us.
  static func kind(of code: CURLcode) -> ErrorLedger.Kind {
    switch code {
    case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_SSL_CONNECT_ERROR,
      CURLE_PEER_FAILED_VERIFICATION,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM:
      .connect
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_PARTIAL_FILE: .truncated
    case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM: .reset
    default: .malformed
    }
  }
}
