import COpenSSL
import Glibc

/// Why TLS cannot be spoken at all.
package struct TLSError: Error, Equatable, CustomStringConvertible {
  package let description: String

  init(_ attempt: String) {
    description = "TLS: cannot \(attempt): \(TLSError.lastReason ?? "out of memory")"
  }

  /// The reason of the last failure in this thread, which is forgotten by asking; nil when there is none.
  static var lastReason: String? {
    defer { ERR_clear_error() }
    return ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) }
  }
}

/// What a worker's connections share: settings, trusted certificates, and the session that new connections continue.
struct TLSContext: ~Copyable {
  let settings: TLSSettings
  private let context: OpaquePointer
  private let method: OpaquePointer
  private var session: OpaquePointer?

  init(_ settings: TLSSettings) throws(TLSError) {
    let context = try Self.makeContext(settings)
    guard let method = harness_tls_wire_method() else {
      SSL_CTX_free(context)
      throw TLSError("begin")
    }
    self.settings = settings
    self.context = context
    self.method = method
  }

  private static func makeContext(_ settings: TLSSettings) throws(TLSError) -> OpaquePointer {
    guard let context = SSL_CTX_new(TLS_client_method()) else { throw TLSError("begin") }
    let lowest = settings.version == .v13 ? TLS1_3_VERSION : TLS1_2_VERSION
    let highest = settings.version == .v12 ? TLS1_2_VERSION : TLS1_3_VERSION
    let protocols: [UInt8] = [8] + "http/1.1".utf8
    guard harness_tls_set_versions(context, lowest, highest) == 1,
      SSL_CTX_set_alpn_protos(context, protocols, UInt32(protocols.count)) == 0
    else {
      SSL_CTX_free(context)
      throw TLSError("speak the version asked for")
    }
    harness_tls_keep_no_sessions(context)
    guard settings.verifies else { return context }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    guard let file = settings.authoritiesFile else {
      SSL_CTX_set_default_verify_paths(context)
      return context
    }
    guard SSL_CTX_load_verify_locations(context, file, nil) == 1 else {
      SSL_CTX_free(context)
      throw TLSError("read certificates from `\(file)`")
    }
    return context
  }

  deinit {
    SSL_SESSION_free(session)
    BIO_meth_free(method)
    SSL_CTX_free(context)
  }

  /// A connection's state before its handshake, reading from and writing to `wire`; nil without memory.
  func connection(_ wire: UnsafeMutablePointer<harness_tls_wire>) -> OpaquePointer? {
    guard let connection = SSL_new(context) else { return nil }
    SSL_set_connect_state(connection)
    SSL_set_quiet_shutdown(connection, 1)
    let name = settings.serverName
    var address = in6_addr()
    let isAddress = inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1
    let isNamed =
      isAddress
      ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), name) == 1
      : SSL_set1_host(connection, name) == 1 && harness_tls_set_server_name(connection, name) == 1
    guard isNamed, harness_tls_attach(connection, method, wire) == 1 else {
      SSL_free(connection)
      return nil
    }
    if let session { SSL_set_session(connection, session) }
    return connection
  }

  /// Takes the session of a connection that ends, for later ones to continue, and frees the connection.
  ///
  /// One whose handshake never came to a session has none.
  mutating func end(_ connection: OpaquePointer) {
    SSL_shutdown(connection)  // sends nothing, but without it the session counts as broken
    // In the middle of a handshake it complains, and another connection would seem to have failed.
    ERR_clear_error()
    if settings.resumes, let current = SSL_get_session(connection), SSL_SESSION_is_resumable(current) == 1,
      let kept = SSL_get1_session(connection)
    {
      SSL_SESSION_free(session)
      session = kept
    }
    SSL_free(connection)
  }
}
