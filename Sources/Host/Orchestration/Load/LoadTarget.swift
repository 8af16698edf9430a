import Foundation
import LoadEngine
import Platform

/// A URL as the load engine needs it: where to connect, and what the request says of it.
package struct LoadTarget: Sendable {
  /// What is wrong with a URL.
  package struct Invalid: Error, CustomStringConvertible {
    package let description: String
  }

  /// How long one of several addresses may take to let itself be connected to.
  private static let patience = Duration.seconds(2)

  /// The addresses of the host, of which the first that can be connected to is used; at least one.
  var addresses: [SocketAddress]
  /// The name or number of the host, as a certificate would have it.
  let host: String
  /// Whether to speak TLS.
  package let isSecure: Bool
  /// Whether to speak of WebSockets, by the URL's scheme.
  package let isWebSocket: Bool
  /// The port, if the URL names one.
  let port: Int?
  /// The Host field.
  let authority: String
  /// The request target: path and query, as they were typed.
  let path: String
  /// The Authorization field of the user that the URL names; nil: it names none.
  let authorization: String?

  /// Understands a URL (see `LoadURL`); `socket` is the path of a Unix-domain socket to connect to instead of the host.
  /// Throws `Invalid`, or `SocketAddress.Unresolvable` when the host has no address.
  package init(url text: String, socket: String? = nil) throws {
    let url = try LoadURL(text)
    isSecure = url.isSecure
    isWebSocket = url.isWebSocket
    host = url.host
    port = url.port.map { Int($0) }
    authority = url.authority
    path = url.target
    authorization = url.authorization
    guard let socket else {
      let name = url.zone.map { "\(url.host)%\($0)" } ?? url.host
      addresses = try SocketAddress.resolve(host: name, port: url.port ?? (url.isSecure ? 443 : 80))
      return
    }
    guard let address = SocketAddress(unixPath: socket) else {
      throw Invalid(description: "`\(socket)` is no path of a socket: it must have 1 to 107 bytes")
    }
    addresses = [address]
  }

  /// The first address that can be connected to, which a connection of its own finds out; the first of all where there is only one, or none
  /// can be.
  func reachable(_ stop: StopFlag) async throws -> SocketAddress {
    guard addresses.count > 1 else { return addresses[0] }
    return try await withCheckedThrowingContinuation { continuation in
      do {
        try startThread("reach") { [addresses] in
          let reached = addresses.first { $0.canBeReached(within: Self.patience, stop: stop) }
          continuation.resume(returning: reached ?? addresses[0])
        }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }
}
