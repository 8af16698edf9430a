import Foundation
import LoadEngine
import Platform

/// A URL as the load engine needs it: where to connect, and what the request says of it.
package struct LoadTarget: Sendable {
  /// What is wrong with a URL.
  package struct Invalid: Error, CustomStringConvertible {
    package let description: String
  }

  let address: SocketAddress
  /// The name or number of the host, as a certificate would have it.
  let host: String
  /// Whether to speak TLS.
  package let isSecure: Bool
  /// The port, if the URL names one.
  let port: Int?
  /// The Host field.
  let authority: String
  /// The request target: path and query.
  let path: String

  /// Understands `http[s]://host[:port][/path][?query]`; `socket` is the path of a Unix-domain socket to connect to instead of the host.
  /// Throws `Invalid`, or `SocketAddress.Unresolvable` when the host has no address.
  package init(url text: String, socket: String? = nil) throws {
    guard let url = URLComponents(string: text), let scheme = url.scheme, let host = url.host, !host.isEmpty
    else {
      throw Invalid(description: "`\(text)` is no URL; give one like http://127.0.0.1:8080/path")
    }
    guard ["http", "https"].contains(scheme) else {
      throw Invalid(description: "`\(text)`: http and https are spoken, not \(scheme)")
    }
    isSecure = scheme == "https"
    guard let port = UInt16(exactly: url.port ?? (isSecure ? 443 : 80)), port > 0 else {
      throw Invalid(description: "`\(text)`: port \(url.port ?? 0) is not one from 1 to 65535")
    }
    self.port = url.port
    self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    authority = url.port.map { "\(host):\($0)" } ?? host
    let query = url.percentEncodedQuery.map { "?" + $0 } ?? ""
    path = (url.percentEncodedPath.isEmpty ? "/" : url.percentEncodedPath) + query
    guard let socket else {
      address = try .resolve(host: self.host, port: port)
      return
    }
    guard let address = SocketAddress(unixPath: socket) else {
      throw Invalid(description: "`\(socket)` is no path of a socket: it must have 1 to 107 bytes")
    }
    self.address = address
  }
}
