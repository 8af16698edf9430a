/// How a load's connections are encrypted.
package struct TLSSettings: Equatable, Sendable {
  /// A version of the protocol.
  package enum Version: String, CaseIterable, Sendable {
    case v12 = "1.2"
    case v13 = "1.3"
  }

  /// The server's name or IP address: what its certificate must be for, and, a name, what SNI tells (RFC 6066 §3).
  package var serverName: String
  /// Whether the server's certificate is checked.
  package var verifies = true
  /// A file of PEM certificates to trust instead of the system's.
  package var authoritiesFile: String?
  /// The only version to speak; nil: 1.3, or 1.2 with servers that have no other.
  package var version: Version?
  /// Whether new connections continue the session of an earlier one, where the server allows that.
  package var resumes = true

  /// A connection to a server whose certificate is checked.
  package init(serverName: String) { self.serverName = serverName }
}

/// What TLS did in a load, before the window included.
package struct TLSUse: Equatable, Sendable {
  /// The version and the cipher suite of the last handshake, e.g. "TLSv1.3" and "TLS_AES_256_GCM_SHA384"; nil when none succeeded.
  package internal(set) var version: String?
  package internal(set) var cipher: String?
  /// Handshakes that succeeded.
  package internal(set) var handshakes = 0
  /// Those of them that continued an earlier session.
  package internal(set) var resumed = 0
  /// Why the first handshake that failed did; nil when none did.
  package internal(set) var problem: String?

  /// Adds what another worker did.
  mutating func merge(_ other: TLSUse) {
    version = version ?? other.version
    cipher = cipher ?? other.cipher
    handshakes += other.handshakes
    resumed += other.resumed
    problem = problem ?? other.problem
  }
}
