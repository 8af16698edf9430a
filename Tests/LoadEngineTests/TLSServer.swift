import Foundation
import Glibc
import Platform
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
      let tool = try Process.run(URL(filePath: "/usr/bin/openssl"), arguments: arguments)
      tool.waitUntilExit()
      let both = try Data(contentsOf: certificate) + Data(contentsOf: key)
      try both.write(to: folder.appending(path: "both.pem"))
    } catch {
      Issue.record("no certificate: \(error)")
    }
    atexit { try? FileManager.default.removeItem(at: TLSServer.folder) }
    return certificate.path
  }()

  let port: UInt16
  private let process: ChildProcess

  /// `version` is one of Python's names, e.g. "TLSv1_3".
  init(_ version: String) throws {
    _ = Self.authorities
    let script = Project.folder.appending(path: "Tests/Fixtures/tls/server.py").path
    process = try ChildProcess(
      path: "/usr/bin/env",
      arguments: ["python3", script, Self.folder.appending(path: "both.pem").path, version])
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(process.standardOutput, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    port = try #require(UInt16(String(decoding: line, as: UTF8.self)), "\(process.standardErrorTail)")
  }

  deinit {
    process.signalGroup(SIGKILL)
    close(process.standardInput)
    close(process.standardOutput)
  }
}
