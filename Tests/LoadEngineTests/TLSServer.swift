import Foundation
import Glibc
import TestSupport
import Testing

/// The HTTPS server of `Tests/Fixtures/tls`, with a certificate for localhost and 127.0.0.1 that only `authorities` trusts.
final class TLSServer {
  static let folder = FileManager.default.temporaryDirectory.appending(path: "harness-tls-\(getpid())")

  /// The certificate; made once, by OpenSSL's own tool.
  static let authorities: String = {
    let (certificate, key) = (folder.appending(path: "c.pem"), folder.appending(path: "k.pem"))
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let arguments = [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key.path,
        "-out", certificate.path,
      ]
      _ = try ProgramOutcome(of: "/usr/bin/openssl", arguments)
      let both = try Data(contentsOf: certificate) + Data(contentsOf: key)
      try both.write(to: folder.appending(path: "both.pem"))
    } catch {
      Issue.record("no certificate: \(error)")
    }
    atexit { try? FileManager.default.removeItem(at: TLSServer.folder) }
    return certificate.path
  }()

  private let server: FixtureServer

  var port: UInt16 { server.port }

  /// `version` is one of Python's names, e.g. "TLSv1_3".
  init(_ version: String) throws {
    _ = Self.authorities
    server = try FixtureServer("tls/server.py", Self.folder.appending(path: "both.pem").path, version)
  }
}
