import Foundation

/// A URL as somebody typed it, in parts.
struct LoadURL: Equatable {
  /// Whether it is https or wss.
  let isSecure: Bool
  /// Whether it is ws or wss.
  let isWebSocket: Bool
  /// The credentials of the user it names, for an Authorization field; nil: none.
  let authorization: String?
  /// The name or number of the host, without brackets and zone.
  let host: String
  /// The interface by which a link-local IPv6 address is meant; nil: none.
  let zone: String?
  /// The port, if one is named.
  let port: UInt16?
  /// Path and query, letter by letter.
  let target: String

  /// Understands `[http[s]://|ws[s]://][user[:password]@]host[:port][/path][?query][#fragment]`; without a scheme it is http, with a port alone
  /// localhost. Throws a `LoadTarget.Invalid`.
  init(_ text: String) throws(LoadTarget.Invalid) {
    guard !text.unicodeScalars.contains(where: { $0.value <= 32 || $0.value == 127 }) else {
      throw Self.invalid(text, "has a blank or a control character; a blank is written %20")
    }
    var rest = text[...]
    let scheme = try Self.takeScheme(&rest, text)
    isSecure = ["https", "wss"].contains(scheme)
    isWebSocket = ["ws", "wss"].contains(scheme)
    let authority = rest.prefix { !"/?#".contains($0) }
    let place = rest.dropFirst(authority.count).prefix { $0 != "#" }
    target = (place.hasPrefix("/") ? "" : "/") + place

    let server: Substring
    if let at = authority.lastIndex(of: "@") {
      authorization = Self.credentials(authority[..<at])
      server = authority[authority.index(after: at)...]
    } else {
      authorization = nil
      server = authority
    }
    let (name, zone, digits) = try Self.split(server, text)
    port = if let digits { try Self.port(digits, text) } else { nil }
    guard !name.isEmpty || port != nil else {
      throw Self.invalid(text, "is no URL; give one like http://127.0.0.1:8080/path")
    }
    host = name.isEmpty ? "localhost" : name
    self.zone = zone
  }

  /// The host as a request names it.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(name):\($0)" } ?? name
  }

  private static func invalid(_ text: String, _ problem: String) -> LoadTarget.Invalid {
    LoadTarget.Invalid(description: "`\(text)` \(problem)")
  }

  private static let schemes = ["http", "https", "ws", "wss"]

  private static func takeScheme(
    _ rest: inout Substring, _ text: String
  ) throws(LoadTarget.Invalid) -> String {
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    let scheme = name.lowercased()
    guard rest.dropFirst(name.count).hasPrefix("://"), name.first?.isLetter == true else {
      guard !schemes.contains(scheme) || !rest.dropFirst(name.count).hasPrefix(":/") else {
        throw invalid(text, "is no URL; give one like http://127.0.0.1:8080/path")
      }
      return "http"
    }
    guard schemes.contains(scheme) else {
      throw invalid(text, "is not spoken: \(schemes.joined(separator: ", ")) are, not \(scheme)")
    }
    rest = rest.dropFirst(name.count + 3)
    return scheme
  }

  /// Host, zone and the digits of the port.
  private static func split(
    _ server: Substring, _ text: String
  ) throws(LoadTarget.Invalid) -> (String, String?, Substring?) {
    let parts = server.split(separator: ":", omittingEmptySubsequences: false)
    guard server.hasPrefix("[") else {
      guard parts.count <= 2 else {
        throw invalid(text, "is no URL; an IPv6 address is in brackets, like http://[::1]:8080/")
      }
      guard parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }) else {
        throw invalid(text, "has no host's name in `\(parts[0])`; one that is not ASCII begins with xn--")
      }
      return (String(parts[0]), nil, parts.count == 2 ? parts[1] : nil)
    }
    let inside = server.dropFirst().prefix { $0 != "]" }
    let tail = server.dropFirst(inside.count + 2)
    guard server.contains("]"), tail.isEmpty || tail.hasPrefix(":") else {
      throw invalid(text, "is no URL; an IPv6 address is in brackets, like http://[::1]:8080/")
    }
    let address = inside.prefix { $0 != "%" }
    guard !address.isEmpty, address.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
      throw invalid(text, "has no IPv6 address in its brackets")
    }
    // The sign itself is written %25 in a URL (RFC 6874), but seldom.
    let zone = inside.dropFirst(address.count + 1)
    let name = zone.hasPrefix("25") && zone.count > 2 ? zone.dropFirst(2) : zone
    return (String(address), name.isEmpty ? nil : String(name), tail.isEmpty ? nil : tail.dropFirst())
  }

  private static func port(_ digits: Substring, _ text: String) throws(LoadTarget.Invalid) -> UInt16? {
    guard !digits.isEmpty else { return nil }
    guard digits.allSatisfy({ "0123456789".contains($0) }), let port = UInt16(digits), port > 0 else {
      throw invalid(text, "has the port \(digits), which is not one from 1 to 65535")
    }
    return port
  }

  /// Name and password as RFC 7617 has them, each decoded first; nil: there are none.
  private static func credentials(_ text: Substring) -> String? {
    guard !text.isEmpty else { return nil }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, digits.first != UInt8(ascii: "+"),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    if !text.contains(":") { bytes.append(UInt8(ascii: ":")) }
    return "Basic " + Data(bytes).base64EncodedString()
  }
}
