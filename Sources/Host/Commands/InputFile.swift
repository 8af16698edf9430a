import Foundation
import Glibc

/// Where a request's body or a message is read from: a file, a pipe, a device, or `-` for standard input.
struct InputFile: Sendable {
  private static let mostBytes = 1 << 28

  private let name: String
  private let url: URL

  /// The file that was asked for; nil when the flag was not given. Throws a `UsageError`.
  init?(_ flag: Flag<URL?>, of arguments: Arguments) throws {
    guard let url = try arguments[flag] else { return nil }
    self.url = url
    name = flag.name
  }

  /// All there is to read; throws a `UsageError`.
  func bytes() throws -> [UInt8] {
    let descriptor = url.relativePath == "-" ? dup(STDIN_FILENO) : open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= Self.mostBytes else { throw failure("it has more than 256 MiB") }
    }
  }

  private func failure(_ reason: String = String(cString: strerror(errno))) -> UsageError {
    UsageError("--\(name): `\(url.relativePath)` cannot be read: \(reason)")
  }
}
