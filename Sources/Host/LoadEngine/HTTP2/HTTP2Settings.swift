/// A load over HTTP/2, which libcurl speaks for us.
package struct HTTP2Settings: Equatable, Sendable {
  /// A request, in the order of the spec's `requests`, whose accepted statuses hold.
  package struct Request: Equatable, Sendable {
    /// E.g. "GET".
    package var method: String
    /// Path and query, beginning with a slash.
    package var target: String
    /// Header fields, each `name: value`.
    package var headers: [String]
    /// The body; nil: none.
    package var body: [UInt8]?

    /// A request.
    package init(method: String, target: String, headers: [String], body: [UInt8]?) {
      self.method = method
      self.target = target
      self.headers = headers
      self.body = body
    }
  }

  /// The server's name, or its address in brackets if that is IPv6, and its port, as in a URL.
  package var authority: String
  /// What each request says.
  package var requests: [Request]
  /// Requests that are under way on a connection at the same time.
  package var streams: Int

  /// A load; at least one stream.
  package init(authority: String, requests: [Request], streams: Int) {
    precondition(streams > 0 && !requests.isEmpty, "a load has requests and streams")
    self.authority = authority
    self.requests = requests
    self.streams = streams
  }
}
