import Glibc

/// A call into the operating system that failed.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  /// What was attempted and on what, e.g. "connect to 127.0.0.1:80".
  package let operation: String
  /// The `errno` value.
  package let code: Int32

  /// Takes the calling thread's `errno` unless `code` is given.
  package init(_ operation: String, code: Int32 = errno) {
    self.operation = operation
    self.code = code
  }

  package var description: String { "\(operation): \(SystemError.text(for: code))" }

  /// The system's text for an `errno` value, e.g. "Connection refused".
  package static func text(for code: Int32) -> String { String(cString: strerror(code)) }
}
