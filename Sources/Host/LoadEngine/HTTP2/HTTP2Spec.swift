package import HTTP

/// A load over HTTP/2, which libcurl speaks for us.
@dynamicMemberLookup
package struct HTTP2Spec: Sendable {
  /// Where the load goes, how much of it there is and for how long.
  package var shape: LoadShape
  /// The server's name, or its address in brackets if that is IPv6, and its port, as in a URL.
  package var authority: String
  /// The variants that are sent in rotation.
  package var requests: [HTTPRequest]
  /// The statuses that are an answer; any other is an error.
  package var acceptedStatuses = 200...299
  /// Requests that are under way on a connection at the same time.
  package var streams: Int

  /// A load; at least one stream.
  package init(_ shape: LoadShape, authority: String, requests: [HTTPRequest], streams: Int) {
    precondition(streams > 0 && !requests.isEmpty, "a load has requests and streams")
    self.shape = shape
    self.authority = authority
    self.requests = requests
    self.streams = streams
  }

  /// What the shape says.
  package subscript<Value>(dynamicMember path: WritableKeyPath<LoadShape, Value>) -> Value {
    get { shape[keyPath: path] }
    set { shape[keyPath: path] = newValue }
  }
}
