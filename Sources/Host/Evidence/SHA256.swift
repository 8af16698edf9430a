import COpenSSL
package import Foundation

/// The hash that files and machines are told apart by: SHA-256 (FIPS 180-4), computed by OpenSSL.
package enum SHA256 {
  /// The hash of `data` as 64 lower-case hexadecimal digits, as `sha256sum` prints it.
  ///
  /// Stops the process when OpenSSL has no memory left, as any allocation does.
  package static func hex(of data: Data) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let done = data.withUnsafeBytes { harness_sha256($0.baseAddress, $0.count, &digest) }
    guard done == 1 else { fatalError("OpenSSL cannot compute SHA-256 of \(data.count) bytes") }
    return digest.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
  }
}
