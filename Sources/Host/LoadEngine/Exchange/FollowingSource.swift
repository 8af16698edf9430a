import Foundation
import HTTP

/// Each slot sends the same request, and goes where redirects of its server say: an exchange ends with the first answer that is none.
///
/// A redirect that cannot be followed, because it leads to another server, nowhere or too far, is a status that was not accepted. Nothing is
/// allocated for a request that is not redirected.
struct FollowingSource: RequestSource, ~Copyable {
  static var readsFields: Bool { true }
  /// As browsers and curl have it, more are a circle.
  private static let mostRedirects = 20
  private static let redirects: Set = [301, 302, 303, 307, 308]

  private struct Slot {
    let exchange = UnsafeMutablePointer<Exchange>.allocate(capacity: 1)
    /// What it sends instead of the first request.
    var redirected: RedirectedRequest?
    var bytes: UnsafeMutableRawPointer?
    var count = 0
    var location: [UInt8] = []
  }

  let kinds = 1
  private let first: RotatingSource
  private let origin: RedirectedRequest
  private var slots: [Slot]

  /// A worker's source for so many connections of a request to the server at `authority`.
  init(_ request: HTTPRequest, _ prepared: PreparedRequest, scheme: String, authority: String, slots: Int) {
    first = RotatingSource([prepared], connections: 0..<slots, copies: 1)
    origin = RedirectedRequest(request, scheme: scheme, authority: authority)
    self.slots = (0..<slots).map { _ in Slot() }
  }

  deinit {
    for slot in slots {
      slot.exchange.deallocate()
      slot.bytes?.deallocate()
    }
  }

  mutating func next(slot: Int, due: inout UInt64) -> UnsafePointer<Exchange>? {
    slots[slot].exchange.initialize(to: first.exchange)
    slots[slot].count = 0
    return UnsafePointer(slots[slot].exchange)
  }

  mutating func read(field line: Bytes, slot: Int) {
    guard line.count > 9, line[8] == UInt8(ascii: ":"),
      FieldSyntax.equals(Bytes(rebasing: line[..<8]), "location")
    else { return }
    slots[slot].location = Array(FieldSyntax.trimmed(Bytes(rebasing: line[9...])))
  }

  mutating func end(
    _ exchange: UnsafePointer<Exchange>, slot: Int, status: Int, at now: UInt64
  ) -> ExchangeOutcome {
    guard Self.redirects.contains(status) else {
      return exchange.pointee.acceptedStatuses.contains(status) ? .accepted : .failed(.init(status: status))
    }
    return follow(status, slot) ? .again(at: now) : .failed(.unexpectedStatus)
  }

  /// Makes the slot's exchange that of the redirect's request; whether there is one.
  private mutating func follow(_ status: Int, _ slot: Int) -> Bool {
    let current = slots[slot].count == 0 ? origin : slots[slot].redirected ?? origin
    let location = String(decoding: slots[slot].location, as: UTF8.self)
    slots[slot].location = []
    guard slots[slot].count < Self.mostRedirects, let next = current.redirected(status, to: location) else {
      return false
    }
    slots[slot].count += 1
    slots[slot].redirected = next
    slots[slot].bytes?.deallocate()
    let bytes = next.request.bytes
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 64)
    memory.copyMemory(from: bytes, byteCount: bytes.count)
    slots[slot].bytes = memory
    let accepted = slots[slot].exchange.pointee.acceptedStatuses
    let prepared = PreparedRequest(next.request, acceptedStatuses: accepted)
    slots[slot].exchange.initialize(
      to: Exchange(
        bytes: memory, count: bytes.count, acceptedStatuses: accepted, isHead: prepared.isHead, kind: 0,
        isIdempotent: prepared.isIdempotent))
    return true
  }
}

/// A request that a redirect may change.
struct RedirectedRequest {
  let request: HTTPRequest
  private let authority: String
  private let url: URL?

  /// A request to a server.
  init(_ request: HTTPRequest, scheme: String, authority: String) {
    self.request = request
    self.authority = authority
    url = URL(string: "\(scheme)://\(authority)\(request.target)")
  }

  private init(
    _ method: String, _ url: URL, _ target: String, _ fields: [String], _ body: [UInt8]?, _ authority: String
  ) {
    request = HTTPRequest(method: method, target: target, host: authority, fields: fields, body: body)
    self.authority = authority
    self.url = url
  }

  /// The request that a redirect asks for (RFC 9110 §15.4); nil when it leads to another server, or nowhere.
  ///
  /// As all browsers do, 301 and 302 make GET of POST, and 303 of everything but HEAD.
  func redirected(_ status: Int, to location: String) -> RedirectedRequest? {
    guard !location.isEmpty, let url,
      let next = URL(string: location, relativeTo: url)?.absoluteURL.standardized,
      let scheme = next.scheme?.lowercased(), scheme == url.scheme?.lowercased(),
      next.host()?.lowercased() == url.host()?.lowercased(), port(next, scheme) == port(url, scheme)
    else { return nil }
    let path = next.path(percentEncoded: true)
    let target = (path.isEmpty ? "/" : path) + (next.query(percentEncoded: true).map { "?" + $0 } ?? "")
    let isPost = request.method == "POST" && (status == 301 || status == 302)
    guard isPost || status == 303 && request.method != "HEAD" else {
      return RedirectedRequest(request.method, next, target, request.fields, request.body, authority)
    }
    let fields = request.fields.filter { field in
      !["content-", "transfer-encoding:"].contains { field.lowercased().hasPrefix($0) }
    }
    return RedirectedRequest("GET", next, target, fields, nil, authority)
  }

  private func port(_ url: URL, _ scheme: String) -> Int { url.port ?? (scheme == "https" ? 443 : 80) }
}
